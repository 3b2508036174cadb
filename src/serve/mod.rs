//! The preview: the build loop with a cache, and a server that gives its pages from memory.
//!
//! [`start`] listens, builds once and watches. A page is made by the same
//! [`Renderer::emit`](crate::render::Renderer::emit) as in a build, when the browser asks for
//! it; the server only adds a script that tells the officer how the item stands and what is
//! wrong, and that brings the page up to date in place ([`state`] is what it is told). Nothing
//! here prints: what happens is told to a [`Listener`].
//!
//! The server answers only to its own name (a foreign page could otherwise read it through a
//! name that it lets point here), gives no other site leave to read, and looks paths up in the
//! site's registry and never on the disk, so there is no path to climb out of.

mod door;
mod http;
mod listing;
mod memo;
mod origin;
mod page;
mod poll;
mod preview;
mod private;
mod scope;
mod state;
mod watch;

pub use preview::Snapshot;

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Runtime;

use crate::config::Overrides;
use crate::world::World;
use preview::Preview;

/// How many ports after the wanted one are tried when it is taken.
const PORTS_TRIED: u16 = 32;

/// How many connections may wait to be taken up. Where there is no room, one is tried again
/// after a second only, which an officer would feel while somebody opens a thousand.
const WAITING: u32 = 1024;

/// How many pages may be in the making at once; more wait for their turn.
const PAGES_AT_ONCE: usize = 32;

/// How long open connections may take to end when the preview stops.
const LEAVE: Duration = Duration::from_millis(200);

/// What the preview shows and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the portal on disk, which is watched.
    pub root: PathBuf,
    /// The address to listen on; loopback unless the officer asks for another.
    pub interface: IpAddr,
    /// The port; 0 for any free one.
    pub port: u16,
    /// What the command line puts in place of the files' words.
    pub overrides: Overrides,
    /// Look at the files every second and do not ask the system to tell of changes.
    pub poll: bool,
    /// Also show items that are not public, below an address that only the officer is told.
    pub withheld: bool,
}

/// Is told what happens, from whichever thread it happens on.
pub trait Listener: Send + Sync {
    /// Takes one event.
    fn tell(&self, event: Event<'_>);
}

/// What happens while a preview runs.
pub enum Event<'e> {
    /// The site was built, for the first time or because something changed.
    Built {
        /// What is shown from now on.
        snapshot: &'e Snapshot,
        /// From the first hint of a change to the finished site.
        took: Duration,
    },
    /// The server answers at this address.
    Listening {
        /// The address, with the port that was free.
        address: SocketAddr,
        /// Where the items that are not public are listed, from the root of the address.
        private: Option<&'e str>,
    },
    /// The files are looked at once a second.
    Polling {
        /// Why.
        why: Polling<'e>,
    },
}

/// Why the files are looked at, and the system is not relied upon to tell of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polling<'e> {
    /// The officer wants it so.
    Asked,
    /// The folder is on a drive, named here, that others write to.
    Drive(&'static str),
    /// The system refuses to tell, with these words.
    Refused(&'e str),
    /// The system did not tell of a change.
    Silent,
}

/// Why a preview could not begin or go on.
#[derive(Debug)]
pub enum Error {
    /// No port could be had at this address.
    Listen(SocketAddr, io::Error),
    /// The system gave no threads or sockets.
    System(io::Error),
    /// Items that are not public must not be shown where others can look in.
    Exposed(IpAddr),
    /// The thread that builds has ended; only a fault of this program does that.
    Stopped,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(address, error) => write!(f, "不能监听「{address}」：{error}"),
            Self::System(error) => write!(f, "不能开始预览：{error}"),
            Self::Exposed(interface) => {
                write!(f, "在「{interface}」上别人也能看到，不能预览未公开的条目")
            }
            Self::Stopped => f.write_str("预览程序自身出错，不再更新"),
        }
    }
}

impl std::error::Error for Error {}

/// A preview under way; it ends when this value is dropped.
pub struct Running {
    address: SocketAddr,
    private: Option<String>,
    runtime: Option<Runtime>,
    watch: watch::Watch,
}

/// Listens, builds the site and begins to watch its folder.
///
/// # Errors
/// When no port is free, the system refuses threads, or items that are not public would be
/// shown to others.
pub fn start(
    world: Arc<dyn World>,
    options: &Options,
    listener: Arc<dyn Listener>,
) -> Result<Running, Error> {
    if options.withheld && !options.interface.is_loopback() {
        return Err(Error::Exposed(options.interface));
    }
    let private = options.withheld.then(private::Private::new).transpose();
    let private = private.map_err(Error::System)?.map(Arc::new);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(PAGES_AT_ONCE)
        .enable_all()
        .build()
        .map_err(Error::System)?;
    let (socket, address) = {
        let _inside = runtime.enter();
        bind(options.interface, options.port)?
    };
    let desk = state::Desk::new(&options.root, options.interface);
    let preview = Arc::new(Preview::new(world, options.overrides.clone(), desk));
    let watch =
        watch::start(&preview, options, listener.clone()).map_err(Error::System)?;
    let server = http::Server::new(
        preview,
        origin::Names::new(options.interface),
        private.clone(),
    );
    runtime.spawn(door::serve(socket, server));
    let private = private.map(|private| private.path());
    listener.tell(Event::Listening { address, private: private.as_deref() });
    Ok(Running { address, private, runtime: Some(runtime), watch })
}

impl Running {
    /// Where the server answers.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the items that are not public are listed, from the root of the server.
    #[must_use]
    pub fn private(&self) -> Option<&str> {
        self.private.as_deref()
    }

    /// Waits until the officer ends the preview with Ctrl-C.
    ///
    /// # Errors
    /// When the preview cannot go on by itself.
    pub fn wait(mut self) -> Result<(), Error> {
        let ended = self.watch.ended();
        let runtime = self.runtime.as_ref().expect("the runtime is taken only by drop");
        runtime.block_on(async {
            tokio::select! {
                interrupted = tokio::signal::ctrl_c() => interrupted.map_err(Error::System),
                _ = ended => Err(Error::Stopped),
            }
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.watch.stop();
        if let Some(runtime) = self.runtime.take() {
            // An open event stream never ends by itself, so it is given no more than this.
            runtime.shutdown_timeout(LEAVE);
        }
    }
}

/// Takes the wanted port or the first free one after it.
fn bind(interface: IpAddr, port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS_TRIED) };
    let mut wanted = port;
    loop {
        let address = SocketAddr::new(interface, wanted);
        let socket = listen(address)
            .and_then(|socket| socket.local_addr().map(|address| (socket, address)));
        match socket {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && wanted < last => {
                wanted += 1;
            }
            answer => return answer.map_err(|error| Error::Listen(address, error)),
        }
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // Elsewhere this would let two programs have the same port; here it lets one come back to it.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}
