//! Requests and answers.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::percent_decode_str;
use tokio::sync::Semaphore;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::memo::Memo;
use super::origin::{self, Names};
use super::page;
use super::preview::{Preview, Snapshot};
use super::private::{Found, Private};
use super::state::{self, Page};
use crate::diag::Report;
use crate::pipeline::Built;
use crate::render::Output;
use crate::search::format;
use crate::site::Route;

/// The script that the server adds to its pages: its files, each wrapped in itself.
const SCRIPT: &str = concat!(
    include_str!("client/element.js"),
    include_str!("client/align.js"),
    include_str!("client/morph.js"),
    include_str!("client/finding.js"),
    include_str!("client/overlay.js"),
    include_str!("client/bar.js"),
    include_str!("client/follow.js"),
    include_str!("client/preview.js"),
);

/// The style sheet of what the script shows.
const STYLE: &str = include_str!("client/preview.css");

/// The style sheet of pages that are not public.
const PRIVATE: &str = include_str!("client/private.css");

/// Where the server's own files stand, beside the site.
const OWN: &str = "__gongkai/";

/// The policy of the pages of the product, and that no page of another site may frame ours.
/// All that is sent has it, since a picture or a feed that is opened by itself is a page too.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; \
    base-uri 'none'; form-action 'self' mailto:; frame-ancestors 'none'";

/// The policy of a picture of lines: it is dressed by styles that stand in it, also where a page
/// shows it, and needs nothing else.
const PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
    font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The most pages that are told of changes at once.
const MOST_STREAMS: usize = 64;

/// What a request needs.
#[derive(Clone)]
pub(super) struct Server {
    /// What is shown.
    preview: Arc<Preview>,
    /// The names we answer to.
    names: Names,
    /// Pages that were made before.
    memo: Arc<Memo>,
    /// Room for event streams.
    streams: Arc<Semaphore>,
    /// The way to the items that are not public, where there is one.
    private: Option<Arc<Private>>,
}

impl Server {
    /// A server of a preview, under these names.
    pub(super) fn new(
        preview: Arc<Preview>,
        names: Names,
        private: Option<Arc<Private>>,
    ) -> Self {
        let streams = Arc::new(Semaphore::new(MOST_STREAMS));
        Self { preview, names, memo: Arc::default(), streams, private }
    }

    /// Answers a request, whatever it is, with the headers that all answers have.
    pub(super) async fn answer(&self, request: &Parts) -> Response {
        let mut response = self.choose(request).await;
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let policy = HeaderValue::from_static(policy(headers));
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        response
    }

    async fn choose(&self, request: &Parts) -> Response {
        let headers = &request.headers;
        if !self.names.accept(headers, &request.uri) {
            return plain(StatusCode::FORBIDDEN, "只回答本机的请求");
        }
        if !matches!(request.method, Method::GET | Method::HEAD) {
            let refused = plain(StatusCode::METHOD_NOT_ALLOWED, "只能读取");
            return ([(header::ALLOW, "GET, HEAD")], refused).into_response();
        }
        if !origin::is_own_page(headers) && !origin::is_visit(headers) {
            return plain(StatusCode::FORBIDDEN, "只供预览的网页使用");
        }
        let Some(path) = site_path(request.uri.path()) else {
            return plain(StatusCode::BAD_REQUEST, "网址有误");
        };
        if let Some(name) = path.strip_prefix(OWN) {
            return match self.private.as_ref().and_then(|private| private.open(name)) {
                Some(rest) => self.private_page(rest.to_owned(), headers).await,
                None => self.own(name, headers),
            };
        }
        let snapshot = self.preview.now();
        if let Some(page) = self.memo.get(&snapshot, &path) {
            return typed(StatusCode::OK, &path, page.into());
        }
        self.make(move |server| server.site(&snapshot, &path)).await
    }

    /// Makes an answer that takes milliseconds of computing, which would hold up other
    /// requests here. A panic in one, a bug, is told by its thread and ends that request only.
    async fn make(
        &self,
        make: impl FnOnce(&Self) -> Response + Send + 'static,
    ) -> Response {
        let server = self.clone();
        let made = tokio::task::spawn_blocking(move || make(&server)).await;
        made.unwrap_or_else(|_| {
            plain(StatusCode::INTERNAL_SERVER_ERROR, "程序出错，见终端")
        })
    }

    /// A page of the private preview, by what stands behind the token. It is told to pages of
    /// this server and to who types the address, never to who follows a link from elsewhere.
    async fn private_page(&self, name: String, headers: &HeaderMap) -> Response {
        if !origin::is_own_page(headers) {
            return plain(StatusCode::FORBIDDEN, "只供预览的网页使用");
        }
        let snapshot = self.preview.now();
        self.make(move |server| server.private_answer(&snapshot, &name)).await
    }

    fn private_answer(&self, snapshot: &Snapshot, name: &str) -> Response {
        let (Some(private), Some(built)) = (&self.private, &snapshot.built) else {
            return self.trouble(snapshot, &snapshot.report);
        };
        // Pages of the theme and our own are never turned into one another.
        let (status, sort, html, behind) =
            match private.find(&self.preview, (snapshot, built), name) {
                Found::Item(html, behind) => {
                    (StatusCode::OK, "private", html, Some(behind))
                }
                Found::Trouble(html, behind) => {
                    (StatusCode::OK, "own", html, Some(behind))
                }
                Found::List(html) => (StatusCode::OK, "own", html, None),
                Found::Nothing(html) => (StatusCode::NOT_FOUND, "own", html, None),
                Found::Public(path) => return moved(&path),
            };
        let html = html.into_shown();
        let told = Page::new(snapshot, sort, html.as_bytes());
        let told = match &behind {
            Some(behind) => {
                let with = (&self.preview.sources(), self.preview.desk());
                told.private(snapshot, behind, with)
            }
            None => told,
        };
        let page = page::with_script(html.as_bytes(), &page::tag(&told.json()));
        typed(status, "x.html", page.into())
    }

    /// The server's own files and events.
    fn own(&self, name: &str, headers: &HeaderMap) -> Response {
        match name {
            "preview.js" => typed(StatusCode::OK, "x.js", SCRIPT.into()),
            "private.css" => typed(StatusCode::OK, "x.css", PRIVATE.into()),
            "preview.css" => typed(StatusCode::OK, "x.css", STYLE.into()),
            "events" if origin::is_own_page(headers) => self.events(),
            "events" => plain(StatusCode::FORBIDDEN, "只供预览的网页使用"),
            _ => plain(StatusCode::NOT_FOUND, "没有这个文件"),
        }
    }

    /// The state now, and then each new one. Who does not read is sent nothing more, and the
    /// newest state alone waits for him.
    fn events(&self) -> Response {
        let Ok(room) = self.streams.clone().try_acquire_owned() else {
            return plain(StatusCode::SERVICE_UNAVAILABLE, "打开的预览网页太多");
        };
        let states = WatchStream::new(self.preview.follow());
        let events = states.map(move |snapshot: Arc<Snapshot>| {
            // Held for as long as the stream is.
            let _ = &room;
            Ok::<_, Infallible>(Event::default().data(&snapshot.state))
        });
        Sse::new(events).keep_alive(KeepAlive::default()).into_response()
    }

    /// A file of the site.
    fn site(&self, snapshot: &Arc<Snapshot>, path: &str) -> Response {
        let preview = &*self.preview;
        let Some(built) = &snapshot.built else {
            return self.trouble(snapshot, &snapshot.report);
        };
        let of_index = format::name_of(path).is_some();
        if let Some(bytes) = of_index.then(|| preview.index_file(built, path)).flatten() {
            return typed(StatusCode::OK, path, bytes.to_vec().into());
        }
        let folder = format!("{path}/index.html");
        match built.renderer.resolve(path) {
            Some(output) => self.emit(snapshot, built, (path, output)),
            None if built.renderer.resolve(&folder).is_some() => {
                moved(&format!("{path}/"))
            }
            None => match built.renderer.resolve("404.html") {
                Some(output) => {
                    not_found(self.emit(snapshot, built, ("404.html", output)))
                }
                None => plain(StatusCode::NOT_FOUND, "没有这个网页"),
            },
        }
    }

    fn emit(
        &self,
        snapshot: &Arc<Snapshot>,
        built: &Built,
        (path, output): (&str, Output<'_>),
    ) -> Response {
        let bytes = match built.renderer.emit(path, output, self.preview.world()) {
            Ok(bytes) => bytes,
            Err(finding) => {
                return self.trouble(snapshot, &[finding].into_iter().collect());
            }
        };
        let ours = match output {
            Output::Site(route) => !matches!(route, Route::File(_)),
            Output::Traditional(_) => true,
            Output::Asset(_) | Output::Script(_) => false,
        };
        if !ours || !path.ends_with(".html") {
            return typed(StatusCode::OK, path, bytes.into());
        }
        let bytes = match output {
            Output::Site(Route::NotFound) => {
                page::rebase(&bytes, &built.site().config.base_url)
            }
            _ => bytes,
        };
        let told = Page::new(snapshot, state::sort(built, output), &bytes);
        let with = (&self.preview.sources(), self.preview.desk());
        let told = told.of((snapshot, built), output, with);
        let tag = page::tag(&told.json());
        let page = Bytes::from(page::with_script(&bytes, &tag));
        self.memo.put(snapshot, path, &page);
        typed(StatusCode::OK, path, page.into())
    }

    /// The answer where no page could be made.
    fn trouble(&self, snapshot: &Snapshot, report: &Report) -> Response {
        let text = self.preview.text_of(report);
        let told = Page::new(snapshot, "trouble", text.as_bytes());
        let with = (&self.preview.sources(), self.preview.desk());
        let told = told.failed((snapshot, report), with);
        let html = page::trouble(&text, &page::tag(&told.json()));
        typed(StatusCode::INTERNAL_SERVER_ERROR, "x.html", html.into())
    }
}

/// The policy that an answer with these headers has.
fn policy(headers: &HeaderMap) -> &'static str {
    let kind = headers.get(header::CONTENT_TYPE);
    let picture = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"image/svg"));
    if picture { PICTURE } else { POLICY }
}

/// The path of the output that an address means: decoded once, folders as their index.
fn site_path(path: &str) -> Option<String> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    if path.contains(|c: char| c.is_control() || c == '\\') {
        return None;
    }
    let folder = path.is_empty() || path.ends_with('/');
    Some(if folder { format!("{path}index.html") } else { path.into_owned() })
}

/// Leads to a path of the site; from a folder's name to the folder, so that relative links
/// are right.
fn moved(path: &str) -> Response {
    let place = format!("/{}", page::address(path));
    let moved = plain(StatusCode::TEMPORARY_REDIRECT, "");
    ([(header::LOCATION, place)], moved).into_response()
}

fn not_found(mut page: Response) -> Response {
    if page.status().is_success() {
        *page.status_mut() = StatusCode::NOT_FOUND;
    }
    page
}

/// An answer whose type follows from a file's name.
fn typed(status: StatusCode, name: &str, body: Body) -> Response {
    (status, [(header::CONTENT_TYPE, page::content_type(name))], body).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    typed(status, "x.txt", text.into())
}

#[cfg(test)]
mod tests {
    use super::{POLICY, policy, site_path};
    use axum::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

    #[test]
    fn everything_has_a_policy_and_a_picture_no_script() {
        let of = |kind: &'static str| {
            let kind = HeaderValue::from_static(kind);
            policy(&[(CONTENT_TYPE, kind)].into_iter().collect::<HeaderMap>())
        };
        assert_eq!(policy(&HeaderMap::new()), POLICY);
        for kind in ["text/html; charset=utf-8", "application/xml; charset=utf-8"] {
            assert_eq!(of(kind), POLICY);
        }
        let picture = of("image/svg+xml; charset=utf-8");
        assert!(picture.starts_with("default-src 'none';"), "{picture}");
        assert!(!picture.contains("script"), "{picture}");
    }

    #[test]
    fn addresses_are_decoded_once() {
        for (address, path) in [
            ("/", Some("index.html")),
            ("/a/", Some("a/index.html")),
            ("/a/b.html", Some("a/b.html")),
            ("/%E7%94%B2.html", Some("甲.html")),
            ("/%252e%252e/", Some("%2e%2e/index.html")),
            ("/%00", None),
            ("/%5c", None),
            ("/%ff", None),
            ("/%c0%ae", None),
            ("*", None),
        ] {
            assert_eq!(site_path(address).as_deref(), path, "{address}");
        }
    }
}
