//! The document: what browsers load before anything is shown.

use crate::{
    App,
    viewer::{Theme, viewer},
};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use std::sync::OnceLock;

/// A whole page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let viewer = viewer();
    let theme = (viewer.theme != Theme::Auto).then(|| viewer.theme.code());
    if let Some(shared) = Owner::current_shared_context() {
        // Only islands wake up in the browser.
        shared.set_is_hydrating(false);
    }
    let scripts = viewer.live.then(|| view! { <HydrationScripts options=options.clone() islands=true/> });
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="preload" href="/fonts/source-sans-3-latin-wght-normal.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=stylesheet(&options)/>
                <link rel="icon" href="/icon.svg" r#type="image/svg+xml"/>
                <link rel="manifest" href="/site.webmanifest"/>
                <script src="/page.js" defer nonce=use_nonce()></script>
                {scripts}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The address of the stylesheet; its name changes with its content.
fn stylesheet(options: &LeptosOptions) -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    let (pkg, name) = (&options.site_pkg_dir, &options.output_name);
    if !options.hash_files {
        return format!("/{pkg}/{name}.css");
    }
    let hash = HASH.get_or_init(|| read_hash(options).unwrap_or_default());
    if hash.is_empty() { format!("/{pkg}/{name}.css") } else { format!("/{pkg}/{name}.{hash}.css") }
}

/// The file of hashes lies beside the program.
fn read_hash(options: &LeptosOptions) -> Option<String> {
    let program = std::env::current_exe().ok()?;
    let list = std::fs::read_to_string(program.parent()?.join(&*options.hash_file)).ok()?;
    list.lines().find_map(|line| line.strip_prefix("css:")).map(|hash| hash.trim().to_owned())
}
