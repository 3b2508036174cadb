//! The theme: the site's own `templates/` and `static/`, its theme's, and the one in the program.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use tera::Tera;

use crate::config::{Config, PORTAL_FILE};
use crate::diag::{Finding, Place, Report};
use crate::world::{Date, MemoryWorld, Mount, Overlay, SitePath, World};

use super::{functions, sheet};

/// The theme that travels inside the program.
static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/gongkai");

/// The built-in theme's name.
const BUILT_IN: &str = "gongkai";

/// The version of the views that templates read.
const VIEW: u32 = 1;

/// Endings of templates.
const TEMPLATES: [&str; 6] = ["html", "xml", "md", "txt", "json", "ics"];

/// Endings of files that a portal's `static/` publishes.
const STATICS: [&str; 14] = [
    "css",
    "js",
    "svg",
    "ico",
    "png",
    "jpg",
    "jpeg",
    "webp",
    "gif",
    "woff2",
    "woff",
    "ttf",
    "txt",
    "webmanifest",
];

/// Templates, compiled, and files for `assets/`.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    assets: Vec<Asset>,
    texts: Vec<Arc<str>>,
    digest: blake3::Hash,
}

/// A file of the theme.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its output path, `assets/…`.
    pub path: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// The first 8 hex digits of its digest, for `?v=`.
    pub version: String,
}

impl Theme {
    /// Reads and compiles the theme; `None` when it cannot be used.
    #[must_use]
    pub fn load(world: &dyn World, config: &Config) -> (Option<Self>, Report) {
        let mut report = Report::default();
        let embedded = &*EMBEDDED_WORLD;
        let Some(layers) = layers(world, embedded, config, &mut report) else {
            return (None, report);
        };
        let overlay = Overlay::new(layers);
        let templates = read_templates(&overlay, &mut report);
        let assets = read_assets(&overlay, &mut report);
        check_named(config, &assets, &mut report);
        let mut tera = Tera::new();
        functions::register_pure(&mut tera);
        let digest = digest(&templates, &assets);
        let texts = templates.iter().map(|(_, text)| Arc::from(text.as_str())).collect();
        if let Err(error) = tera.add_raw_templates(templates) {
            let place =
                Place::file(&SitePath::new("templates").expect("a constant path"));
            let finding = Finding::error(place, "模板有误，不能使用");
            report.push(finding.hint(error.to_string()));
            return (None, report);
        }
        let failed = report.has_errors();
        ((!failed).then_some(Self { tera, assets, texts, digest }), report)
    }

    /// The compiled templates; functions that need a site are not bound yet.
    pub(super) fn tera(&self) -> &Tera {
        &self.tera
    }

    /// The files for `assets/`, sorted by path.
    #[must_use]
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The position of a file below `assets/`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let key = |asset: &Asset| asset.path["assets/".len()..].cmp(name);
        self.assets.binary_search_by(key).ok()
    }

    /// Every text of the templates: words that stand there are no secret of an item.
    #[must_use]
    pub fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }

    /// A digest of all templates and files, names and contents.
    #[must_use]
    pub fn digest(&self) -> &blake3::Hash {
        &self.digest
    }
}

/// Names count too: which template a page gets depends on which there are.
fn digest(templates: &[(String, String)], assets: &[Asset]) -> blake3::Hash {
    let templates = templates.iter().map(|(name, text)| (name, text.as_bytes()));
    let assets = assets.iter().map(|asset| (&asset.path, &*asset.bytes));
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in templates.chain(assets) {
        for part in [name.as_bytes(), bytes] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
    }
    hasher.finalize()
}

/// The embedded theme as a world.
static EMBEDDED_WORLD: LazyLock<MemoryWorld> = LazyLock::new(|| {
    fn add(world: &mut MemoryWorld, dir: &'static Dir<'static>) {
        for file in dir.files() {
            let path = file.path().to_str().expect("the theme's names are ASCII");
            let path = SitePath::new(&path.replace('\\', "/"))
                .expect("the theme's names are plain");
            world.insert(path, Cow::Borrowed(file.contents()));
        }
        dir.dirs().for_each(|dir| add(world, dir));
    }
    let mut world = MemoryWorld::new(Date::constant(2000, 1, 1));
    add(&mut world, &EMBEDDED);
    world
});

/// The site first, its theme's folder second, the program's own last.
fn layers<'w>(
    world: &'w dyn World,
    embedded: &'w MemoryWorld,
    config: &Config,
    report: &mut Report,
) -> Option<Vec<Mount<'w>>> {
    let mut layers = vec![Mount { world, folder: SitePath::root() }];
    if let Some(name) = &config.theme {
        let folder = SitePath::new(&format!("themes/{name}")).ok();
        let there = folder.as_ref().is_some_and(|f| !world.walk(f).entries.is_empty());
        match folder {
            Some(folder) if there => {
                check_view(world, &folder, report);
                layers.push(Mount { world, folder });
            }
            _ if name == BUILT_IN => {}
            _ => {
                let config = SitePath::new("config.toml").expect("a constant path");
                let message = format!("没有找到主题「{name}」");
                let finding = Finding::error(Place::field(&config, "theme"), message);
                report.push(finding.hint(format!(
                    "把主题放在 themes/{name}/，或改用自带的「{BUILT_IN}」"
                )));
                return None;
            }
        }
    }
    layers.push(Mount { world: embedded, folder: SitePath::root() });
    Some(layers)
}

/// `theme.toml` says for which version of the views its templates were written.
fn check_view(world: &dyn World, folder: &SitePath, report: &mut Report) {
    #[derive(serde::Deserialize)]
    struct ThemeFile {
        view: Option<u32>,
    }
    let Ok(path) = folder.join("theme.toml") else { return };
    let Ok(bytes) = world.read(&path) else { return };
    let text = String::from_utf8_lossy(&bytes);
    match toml::from_str::<ThemeFile>(&text) {
        Ok(ThemeFile { view: None | Some(VIEW) }) => {}
        Ok(ThemeFile { view: Some(other) }) => {
            let message =
                format!("主题是为第 {other} 版页面数据写的，本程序用第 {VIEW} 版");
            report.push(Finding::error(Place::field(&path, "view"), message));
        }
        Err(error) => {
            let place = Place::bytes(&path, error.span().unwrap_or(0..0));
            report.push(Finding::error(place, "主题的 theme.toml 有误"));
        }
    }
}

fn read_templates(overlay: &Overlay<'_>, report: &mut Report) -> Vec<(String, String)> {
    let folder = SitePath::new("templates").expect("a constant path");
    let mut templates = Vec::new();
    for (path, name) in files(overlay, &folder) {
        if !TEMPLATES.contains(&path.extension()) {
            continue;
        }
        match overlay.read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => templates.push((name, text)),
            Ok(Err(_)) => {
                report.push(Finding::error(Place::file(&path), "模板不是 UTF-8 编码"));
            }
            Err(error) => {
                report.push(Finding::error(
                    Place::file(&path),
                    format!("模板读不了：{error}"),
                ));
            }
        }
    }
    templates
}

fn read_assets(overlay: &Overlay<'_>, report: &mut Report) -> Vec<Asset> {
    let folder = SitePath::new("static").expect("a constant path");
    let mut assets = Vec::new();
    for (path, name) in files(overlay, &folder) {
        let fits = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
        if !fits || !STATICS.contains(&path.extension().to_ascii_lowercase().as_str()) {
            let finding =
                Finding::warning(Place::file(&path), format!("「{path}」不会发布"));
            report.push(finding.hint("static 里只放样式、脚本、图标、图片和字体，名字用英文；文件请作为条目的附件公开"));
            continue;
        }
        match overlay.read(&path) {
            Ok(bytes) => assets.push(asset(&name, bytes)),
            Err(error) => {
                report
                    .push(Finding::error(Place::file(&path), format!("读不了：{error}")));
            }
        }
    }
    assets
}

/// The palette and the logo that the portal names must be there.
fn check_named(config: &Config, assets: &[Asset], report: &mut Report) {
    let portal = &config.portal;
    let path = SitePath::new(PORTAL_FILE).expect("a constant path");
    let there = |name: &str| {
        assets.iter().any(|asset| asset.path.strip_prefix("assets/") == Some(name))
    };
    if let Some(palette) = &portal.palette {
        let name = format!("palette-{palette}.css");
        if !there(&name) {
            let place = Place::field(&path, "palette");
            let message = format!("配色「{palette}」没有样式文件 static/{name}");
            let hint =
                "写「红」或「蓝」，或者照主题的 palette-blue.css 写一份放在 static/ 里";
            report.push(Finding::error(place, message).hint(hint));
        }
    }
    if let Some(logo) = portal.logo.as_deref().filter(|logo| !there(logo)) {
        let place = Place::field(&path, "logo");
        let message = format!("没有找到标志图片 static/{logo}");
        let hint = "把图片放在网站的 static/ 文件夹里，文件名用英文，这里写它的文件名，如 logo.svg";
        report.push(Finding::error(place, message).hint(hint));
    }
}

fn asset(name: &str, bytes: Vec<u8>) -> Asset {
    let bytes = match std::str::from_utf8(&bytes) {
        Ok(text) if name.ends_with(".css") => sheet::small(text).into_bytes(),
        _ => bytes,
    };
    let version = blake3::hash(&bytes).to_hex()[..8].to_owned();
    Asset { path: format!("assets/{name}"), bytes: Arc::from(bytes), version }
}

/// The files of a folder, litter aside, with their names below it, sorted.
fn files(overlay: &Overlay<'_>, folder: &SitePath) -> Vec<(SitePath, String)> {
    let walk = overlay.walk(folder);
    let mut files: Vec<(SitePath, String)> = Vec::new();
    for entry in walk.entries {
        let plain = matches!(entry.kind, crate::world::EntryKind::File(_));
        let litter = entry.path.as_str().split('/').any(crate::source::is_litter);
        if let Some(name) = entry.path.below(folder).filter(|_| plain && !litter) {
            files.push((entry.path.clone(), name.to_owned()));
        }
    }
    files
}
