//! Connections: how many there are at once, and how long one may take to ask.
//!
//! A browser needs a handful. Whoever opens more, or asks a byte at a time, must not keep the
//! officer from the preview: when there is no room left, the oldest connection that is no
//! event stream gives way, and a request whose head does not come is not waited for.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use super::http::Server;

/// The most connections; below the 1,024 files that systems commonly let a process open.
const MOST: usize = 512;

/// How long the head of a request may take, and how long a connection may wait for the next.
const HEAD: Duration = Duration::from_secs(10);

/// The most bytes of a request's head.
const HEAD_BYTES: usize = 16 << 10;

/// The most fields of a request's head.
const HEAD_FIELDS: usize = 64;

/// How long to wait when the system has no connection to give.
const RETRY: Duration = Duration::from_millis(50);

/// Answers for as long as the runtime lives.
pub(super) async fn serve(socket: TcpListener, server: Server) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(HEAD_FIELDS)
        .max_header_size(HEAD_BYTES);
    let mut guests = Guests::default();
    loop {
        match socket.accept().await {
            Ok((stream, _)) => {
                guests.make_room();
                guests.0.push_back(Guest::receive(stream, &http, server.clone()));
            }
            // A client that has gone already, or no files left: both pass.
            Err(_) => tokio::time::sleep(RETRY).await,
        }
    }
}

/// Connections in the order in which they came.
#[derive(Default)]
struct Guests(VecDeque<Guest>);

/// One connection.
struct Guest {
    task: AbortHandle,
    /// It is the event stream of a page, which stays open as long as the page.
    stays: Arc<AtomicBool>,
}

impl Guests {
    /// Makes sure that one more fits. Event streams are fewer than [`MOST`], so there is
    /// always one that may go.
    fn make_room(&mut self) {
        if self.0.len() < MOST {
            return;
        }
        self.0.retain(|guest| !guest.task.is_finished());
        if self.0.len() < MOST {
            return;
        }
        let oldest = self.0.iter().position(|guest| !guest.stays.load(Ordering::Relaxed));
        if let Some(guest) = oldest.and_then(|at| self.0.remove(at)) {
            guest.task.abort();
        }
    }
}

impl Guest {
    fn receive(stream: TcpStream, http: &http1::Builder, server: Server) -> Self {
        let stays = Arc::new(AtomicBool::new(false));
        let marks = stays.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let (server, marks) = (server.clone(), marks.clone());
            async move {
                // The body is dropped unread; the connection ends when there is much of it.
                let request = request.into_parts().0;
                let response = server.answer(&request).await;
                // To `HEAD` only the head of a stream is sent, and nothing stays open for it.
                let stays = request.method == Method::GET && is_stream(&response);
                marks.store(stays, Ordering::Relaxed);
                Ok::<_, Infallible>(response)
            }
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        // How a connection ends, by a fault of the client too, is nobody's concern.
        let task = tokio::spawn(async move { drop(connection.await) });
        Self { task: task.abort_handle(), stays }
    }
}

fn is_stream(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}
