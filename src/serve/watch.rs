//! The loop that builds again when something changes.
//!
//! What the system tells of changes is taken as a hint that something happened and never as
//! the truth of what: every rebuild lists all files. So a lost, doubled or misordered event
//! costs time and not correctness, and the same call that a hint makes is made every half
//! minute for the hints that never come (network drives, overflowing queues).
#![expect(
    clippy::disallowed_methods,
    reason = "the preview watches the disk and measures how long a rebuild takes"
)]

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, Watcher as _};
use tokio::sync::oneshot;

use super::preview::Preview;
use super::scope::{Scope, Signal};
use super::{Event, Listener, Options};

/// Changes closer together than this are one.
const QUIET: Duration = Duration::from_millis(15);

/// Changes that never pause are built at least this often.
const MOST: Duration = Duration::from_millis(150);

/// How often the loop looks at the date, and at the files when nobody tells of changes.
const TICK: Duration = Duration::from_secs(1);

/// How often all files are looked at although nothing was told.
const RESCAN: Duration = Duration::from_secs(30);

/// The thread that watches and builds.
pub(super) struct Watch {
    signals: Sender<Signal>,
    thread: Option<JoinHandle<()>>,
    ended: Option<oneshot::Receiver<()>>,
}

/// Builds the site once and begins to watch.
///
/// # Errors
/// When the system gives no thread.
pub(super) fn start(
    preview: &Arc<Preview>,
    options: &Options,
    listener: Arc<dyn Listener>,
) -> io::Result<Watch> {
    let (signals, inbox) = channel();
    let (alive, ended) = oneshot::channel();
    let scope = Arc::new(Scope::new(options));
    let mut watching = Loop {
        hints: Hints { scope, signals: signals.clone(), watcher: None },
        preview: preview.clone(),
        listener,
        inbox,
        built: Instant::now(),
        day: preview.today(),
    };
    // Watching begins before the first build, so that no change falls between the two.
    watching.renew();
    watching.build(Instant::now());
    let thread =
        std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
            // Dropped when the loop ends, by a panic too, which wakes who waits.
            let _alive = alive;
            watching.run();
        })?;
    Ok(Watch { signals, thread: Some(thread), ended: Some(ended) })
}

impl Watch {
    /// Resolves when the thread has ended.
    pub(super) fn ended(&mut self) -> oneshot::Receiver<()> {
        self.ended.take().expect("the end is waited for once")
    }

    /// Ends the thread, after the build it may be at.
    pub(super) fn stop(&mut self) {
        let told = self.signals.send(Signal::Stop);
        if let Some(thread) = self.thread.take() {
            // Both fail only when the thread has panicked, and that was told by the panic.
            drop((told, thread.join()));
        }
    }
}

struct Loop {
    hints: Hints,
    preview: Arc<Preview>,
    listener: Arc<dyn Listener>,
    inbox: Receiver<Signal>,
    built: Instant,
    day: crate::world::Date,
}

impl Loop {
    fn run(&mut self) {
        loop {
            match self.inbox.recv_timeout(TICK) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(signal) => {
                    let begun = Instant::now();
                    match self.settle(signal, begun) {
                        Signal::Stop => return,
                        Signal::Lost => self.renew(),
                        Signal::Touched => {}
                    }
                    self.build(begun);
                }
                Err(RecvTimeoutError::Timeout) if self.is_due() => {
                    self.build(Instant::now());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Waits until changes pause; the weightiest signal of them all.
    fn settle(&self, mut all: Signal, begun: Instant) -> Signal {
        while let Some(left) = MOST.checked_sub(begun.elapsed()) {
            match self.inbox.recv_timeout(QUIET.min(left)) {
                Ok(Signal::Touched) => {}
                Ok(Signal::Lost) => all = Signal::Lost,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => {
                    return Signal::Stop;
                }
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        all
    }

    /// The day has changed, or it is time to look without having been told.
    fn is_due(&self) -> bool {
        let pause = if self.hints.watcher.is_some() { RESCAN } else { TICK };
        self.day != self.preview.today() || self.built.elapsed() >= pause
    }

    fn build(&mut self, begun: Instant) {
        self.day = self.preview.today();
        if let Some(snapshot) = self.preview.rebuild() {
            self.listener
                .tell(Event::Built { snapshot: &snapshot, took: begun.elapsed() });
        }
        self.built = Instant::now();
    }

    fn renew(&mut self) {
        if let Err(error) = self.hints.renew() {
            self.listener.tell(Event::Polling { reason: &error.to_string() });
        }
    }
}

/// What the system tells of changes.
struct Hints {
    scope: Arc<Scope>,
    signals: Sender<Signal>,
    /// `None` while the system cannot be asked to tell.
    watcher: Option<RecommendedWatcher>,
}

impl Hints {
    /// Watches everything anew.
    fn renew(&mut self) -> notify::Result<()> {
        self.watcher = None;
        let (scope, signals) = (self.scope.clone(), self.signals.clone());
        let hint = move |event| {
            if let Some(signal) = scope.signal(event) {
                // Nobody listens any more while the preview ends.
                drop(signals.send(signal));
            }
        };
        // A link is never an input, and may lead into all of the disk.
        let settings = notify::Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(hint, settings)?;
        for (folder, mode) in self.scope.places() {
            watcher.watch(&folder, mode)?;
        }
        self.watcher = Some(watcher);
        Ok(())
    }
}
