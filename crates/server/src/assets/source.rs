//! Where the files come from: the binary, or the disk while somebody works on them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;

/// A file as `build.rs` lists it.
struct File {
    path: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A file ready to be sent, plain and where it is worth it compressed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asset {
    /// Differs when the content differs.
    pub hash: String,
    pub plain: Bytes,
    pub brotli: Option<Bytes>,
    pub gzip: Option<Bytes>,
}

impl Asset {
    pub fn uncompressed(plain: Bytes) -> Self {
        Self { hash: hash(&plain), plain, brotli: None, gzip: None }
    }
}

fn hash(content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Where assets are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// What was built into the binary.
    Embedded,
    /// The `web` folder of a working tree, read anew for every request.
    Disk(PathBuf),
    /// These files by path, for tests.
    #[cfg(test)]
    Fixed(&'static [(&'static str, &'static str)]),
}

impl Source {
    /// The file at a URL path, if there is one.
    pub(super) async fn get(&self, path: &str) -> Option<Arc<Asset>> {
        static EMBEDDED: LazyLock<BTreeMap<&'static str, Arc<Asset>>> = LazyLock::new(|| {
            let asset = |file: &File| Asset {
                hash: hash(file.plain),
                plain: Bytes::from_static(file.plain),
                brotli: file.brotli.map(Bytes::from_static),
                gzip: file.gzip.map(Bytes::from_static),
            };
            FILES.iter().map(|file| (file.path, Arc::new(asset(file)))).collect()
        });
        match self {
            Self::Embedded => EMBEDDED.get(path).cloned(),
            Self::Disk(web) => {
                let content = read(web, path).await?;
                Some(Arc::new(Asset::uncompressed(content.into())))
            }
            #[cfg(test)]
            Self::Fixed(files) => {
                let (_, content) = files.iter().find(|(name, _)| *name == path)?;
                Some(Arc::new(Asset {
                    gzip: path.ends_with(".js").then(|| Bytes::from_static(b"gzipped")),
                    brotli: path.ends_with(".js").then(|| Bytes::from_static(b"brotlied")),
                    ..Asset::uncompressed(Bytes::from_static(content.as_bytes()))
                }))
            }
        }
    }
}

/// Reads a file of the working tree. The path stays inside its folder: no part of it may begin
/// with a dot, and nothing is decoded.
async fn read(web: &std::path::Path, path: &str) -> Option<Vec<u8>> {
    let relative = path.strip_prefix('/')?;
    if relative
        .split('/')
        .any(|part| part.is_empty() || part.starts_with('.') || part.contains('\\'))
    {
        return None;
    }
    let folders = match relative.strip_prefix("demo/") {
        Some(page) => vec![web.join("../crates/server/demo").join(page)],
        None => vec![web.join("desk/dist").join(relative), web.join("widget/dist").join(relative)],
    };
    for file in folders {
        if let Ok(content) = tokio::fs::read(file).await {
            return Some(content);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_embedded_is_found_by_its_path() {
        for file in FILES {
            let asset = Source::Embedded.get(file.path).await.unwrap();
            assert_eq!(asset.plain, file.plain, "{}", file.path);
        }
        assert_eq!(Source::Embedded.get("/no-such-file").await, None);
    }

    #[tokio::test]
    async fn the_disk_is_read_only_inside_its_folders() {
        let dir = tempfile::tempdir().unwrap();
        let dist = dir.path().join("desk/dist");
        std::fs::create_dir_all(dist.join("assets")).unwrap();
        std::fs::write(dist.join("assets/a.js"), "a").unwrap();
        std::fs::write(dir.path().join("secret"), "s").unwrap();
        std::fs::write(dist.join(".hidden"), "h").unwrap();
        let source = Source::Disk(dir.path().to_owned());
        assert_eq!(source.get("/assets/a.js").await.unwrap().plain, "a");
        for path in [
            "/../../secret",
            "/assets/../../../secret",
            "/.hidden",
            "//etc/passwd",
            "secret",
            "/assets",
        ] {
            assert_eq!(source.get(path).await, None, "{path}");
        }
    }
}
