//! A store of files in a bucket that speaks S3: Amazon's, or one of many others by their endpoint.

use super::Files;
use crate::Error;
use object_store::aws::AmazonS3Builder;
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// S3 takes no smaller part of an upload but the last.
const PART: usize = 5 << 20;
/// Longest silence of the store.
const SILENCE: Duration = Duration::from_secs(10);
/// A request waits for the answer: better none soon than one late.
const RETRIES: usize = 2;
const RETRIES_WITHIN: Duration = Duration::from_secs(10);

/// Where a bucket is and how to get in.
#[derive(Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The store's address, without the bucket; `None` is Amazon's of the region.
    pub endpoint: Option<String>,
    /// The region that requests are signed for.
    pub region: String,
    /// Which key.
    pub key_id: String,
    /// The key.
    pub key: Zeroizing<String>,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({} at {})", self.name, self.endpoint.as_deref().unwrap_or(&self.region))
    }
}

impl Files {
    /// In a bucket, which is there already. Nothing is asked of it yet: a store that is away for a moment is no reason not to start.
    ///
    /// Errors: an endpoint that is no address.
    pub fn bucket(bucket: &Bucket) -> Result<Self, Error> {
        // The TLS of all other connections; whoever was first set the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A limit for the whole would cut off those who read slowly.
        let client = ClientOptions::new().with_timeout_disabled().with_read_timeout(SILENCE).with_connect_timeout(SILENCE);
        let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: RETRIES, retry_timeout: RETRIES_WITHIN };
        let mut builder = AmazonS3Builder::new()
            .with_client_options(client.with_allow_http(true))
            .with_retry(retry)
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.key_id)
            .with_secret_access_key(bucket.key.as_str());
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let store = builder.build().map_err(|error| Error::Unavailable(format!("the store of files: {error}")))?;
        Ok(Self::over(Arc::new(store), PART))
    }
}
