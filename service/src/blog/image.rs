//! Pictures of articles: public from the moment they are sent in, under an address that nobody can guess. They lie in the store as they are.

use super::write::author;
use crate::record::{Cut, Incoming};
use crate::{Error, Services, System, audit, ids};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::blog::{IMAGE_MAX, PIXELS_MAX, bare, pixels};
use domain::record::Media;
use domain::{Caller, Code, ImageId, Problems};
use entity::blog_image;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, prelude::Uuid};
use sha2::{Digest, Sha256};

/// Where they lie in the store.
const FOLDER: &str = "blog";
/// Pictures that are asked about at once when orphans are looked for.
const BATCH: usize = 500;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its kind.
    pub media: Media,
    /// Its content.
    pub bytes: Bytes,
    /// Its digest in hexadecimal digits, as a version.
    pub sha256: String,
}

fn place(id: Uuid) -> Path {
    Path::from_iter([FOLDER, &id.to_string()])
}

fn broken(error: object_store::Error) -> Error {
    Error::Unavailable(format!("the store of files: {error}"))
}

/// Takes in a picture of a verified doctor; what cameras write beside it – where, when, with what – is cut off.
///
/// Errors: `FORBIDDEN`; `TOO_LARGE`; `UNSUPPORTED_MEDIA_TYPE` for what is no PNG, JPEG or WebP by its content; [`Error::Invalid`] at `file`.
pub async fn add_image(services: &Services, caller: &Caller, bytes: Incoming) -> Result<ImageId, Error> {
    author(&services.read(caller), caller).await?;
    let (media, picture) = arrived(bytes).await?;
    let id = ids::secret()?;
    let (size, sha256) = (picture.len(), Sha256::digest(&picture).to_vec());
    services.files().store().put(&place(id), PutPayload::from(picture)).await.map_err(broken)?;
    match keep(services, caller, id, media, size, sha256).await {
        Ok(()) => Ok(ImageId(id)),
        Err(error) => {
            // Should this fail as well, the next sweep does it.
            let _ = services.files().store().delete(&place(id)).await;
            Err(error)
        }
    }
}

async fn keep(services: &Services, caller: &Caller, id: Uuid, media: Media, size: usize, sha256: Vec<u8>) -> Result<(), Error> {
    let now = services.now();
    let tx = services.begin(caller).await?;
    let doctor = author(&tx, caller).await?;
    let row = blog_image::ActiveModel {
        id: Set(id),
        author_id: Set(doctor.0),
        media_type: Set(media.code().to_owned()),
        size: Set(i64::try_from(size).unwrap_or(i64::MAX)),
        sha256: Set(sha256),
        created_at: Set(now),
    };
    blog_image::Entity::insert(row).exec_without_returning(&tx).await?;
    audit::note(&tx, caller, now, None, "blog.image", id).await?;
    tx.commit().await
}

/// The whole picture: it is small enough to be looked through at once.
async fn arrived(mut bytes: Incoming) -> Result<(Media, Vec<u8>), Error> {
    let mut whole = Vec::new();
    while let Some(piece) = bytes.next().await {
        let piece = piece.map_err(|cut| match cut {
            Cut::TooLarge => Error::from(Code::TooLarge),
            Cut::Broken => Problems::one("file", "The file did not arrive to its end. Please send it again.").into(),
        })?;
        if (whole.len() + piece.len()) as u64 > IMAGE_MAX {
            return Err(Code::TooLarge.into());
        }
        whole.extend_from_slice(&piece);
    }
    if whole.is_empty() {
        return Err(Problems::one("file", "Please choose a file; this one is empty.").into());
    }
    let media = Media::of(&whole).filter(|media| *media != Media::Pdf).ok_or(Error::from(Code::UnsupportedMediaType))?;
    let cut_off = "This picture is cut off. Please save it anew and send that.";
    let picture = bare(media, &whole).ok_or_else(|| Problems::one("file", cut_off))?;
    if pixels(media, &picture).is_some_and(|pixels| pixels > PIXELS_MAX) {
        let large = format!("This picture has more than {} million pixels. Please make it smaller.", PIXELS_MAX / 1_000_000);
        return Err(Problems::one("file", large).into());
    }
    Ok((media, picture))
}

/// A picture, for everybody.
///
/// Errors: `NOT_FOUND`.
pub async fn image(services: &Services, id: ImageId) -> Result<Picture, Error> {
    let row = blog_image::Entity::find_by_id(id.0).one(&services.read(&Caller::Anonymous)).await?.ok_or(Error::NOT_FOUND)?;
    let media = Media::with(&row.media_type).ok_or_else(|| Error::corrupt("blog_image", &row.media_type))?;
    let bytes = services.files().store().get(&place(id.0)).await.map_err(broken)?.bytes().await.map_err(broken)?;
    Ok(Picture { media, bytes, sha256: row.sha256.iter().map(|byte| format!("{byte:02x}")).collect() })
}

/// Deletes pictures without a row that were stored before then; how many.
pub async fn sweep_images(services: &Services, before: DateTime<Utc>) -> Result<u64, Error> {
    let mut gone = 0;
    let folder = Path::from(FOLDER);
    let all = services.files().store().list(Some(&folder)).map_err(broken);
    let old = all.try_filter_map(|found| async move {
        let id: Option<Uuid> = found.location.filename().and_then(|name| name.parse().ok());
        Ok(id.filter(|_| found.last_modified < before))
    });
    let mut batches = old.try_chunks(BATCH).boxed();
    while let Some(ids) = batches.next().await {
        let ids = ids.map_err(|error| error.1)?;
        let rows = blog_image::Entity::find().select_only().column(blog_image::Column::Id);
        let kept: Vec<Uuid> =
            rows.filter(blog_image::Column::Id.is_in(ids.clone())).into_tuple().all(&services.read_as(System::Operator)).await?;
        for id in ids.into_iter().filter(|id| !kept.contains(id)) {
            services.files().store().delete(&place(id)).await.map_err(broken)?;
            gone += 1;
        }
    }
    Ok(gone)
}
