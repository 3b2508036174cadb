//! The loop that builds again when something changes.
//!
//! What the system tells of changes is taken as a hint where to look and never as the truth
//! of what is there. So a doubled or misordered event costs time and not correctness. For the
//! hints that never come (network drives, overflowing queues) all files are looked at now and
//! then, as often as [`poll`] finds that it takes.
#![expect(
    clippy::disallowed_methods,
    reason = "the preview watches the disk and measures how long a rebuild takes"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, Watcher as _};
use tokio::sync::oneshot;

use super::poll::{self, Rounds};
use super::preview::Preview;
use super::scope::{Scope, Signal, Touch};
use super::{Event, Listener, Options, Polling};
use crate::world::SitePath;

/// Changes closer together than this are one.
const QUIET: Duration = Duration::from_millis(15);

/// The same where one file was written and its writing has ended: nothing more is expected,
/// and only many files at once (a branch switch) are still to be told from one.
const BRIEF: Duration = Duration::from_millis(3);

/// Changes that never pause are built at least this often.
const MOST: Duration = Duration::from_millis(150);

/// How often the loop looks at the date.
const TICK: Duration = Duration::from_secs(1);

/// How late the system may tell of a change that was seen already.
const LATE: Duration = Duration::from_millis(500);

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
        asked: options.poll,
        untold: poll::untold(&options.root),
        preview: preview.clone(),
        listener,
        inbox,
        late: None,
        rounds: Rounds::new(Instant::now()),
        day: preview.today(),
    };
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
    /// A signal that was received and not yet taken up.
    late: Option<Signal>,
    rounds: Rounds,
    /// The officer wants the system not to be asked.
    asked: bool,
    /// The name of a file system that does not tell of all changes.
    untold: Option<&'static str>,
    day: crate::world::Date,
}

impl Loop {
    fn run(&mut self) {
        // The first build reads every file, of each of which a watch would be told. So watching
        // begins after it, and what has changed meanwhile is found by looking.
        self.begin();
        self.look_again(Instant::now());
        loop {
            let begun = match self.next() {
                Ok(signal) => {
                    let begun = Instant::now();
                    let Some(heard) = self.settle(signal, begun) else { return };
                    if !heard.lost {
                        self.preview.hear(&heard.paths());
                        self.build(begun);
                        self.rounds.told(Instant::now());
                        continue;
                    }
                    self.renew();
                    begun
                }
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) if self.day != self.preview.today() => {
                    Instant::now()
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.look_round();
                    continue;
                }
            };
            self.look_again(begun);
        }
    }

    /// Begins to watch, in the way that this folder can be watched.
    fn begin(&mut self) {
        if self.asked {
            self.poll(Polling::Asked);
            return;
        }
        if let Some(name) = self.untold {
            self.poll(Polling::Drive(name));
        }
        self.renew();
    }

    fn poll(&mut self, why: Polling<'_>) {
        self.rounds.be_often(Instant::now());
        self.listener.tell(Event::Polling { why });
    }

    fn next(&mut self) -> Result<Signal, RecvTimeoutError> {
        let wait = TICK.min(self.rounds.left(Instant::now()));
        self.late.take().map_or_else(|| self.inbox.recv_timeout(wait), Ok)
    }

    /// Looks at all files if it is time to, and builds if something has changed.
    fn look_round(&mut self) {
        let begun = Instant::now();
        if !self.rounds.left(begun).is_zero() {
            return;
        }
        let seen = self.preview.look_over();
        self.rounds.done(Instant::now(), begun.elapsed());
        if !seen.any {
            return;
        }
        if seen.sure && !self.rounds.are_often() && self.is_silent() {
            self.poll(Polling::Silent);
        }
        self.build(begun);
    }

    /// Whether the system tells nothing of a change that was seen.
    fn is_silent(&mut self) -> bool {
        self.late = self.inbox.recv_timeout(LATE).ok();
        self.late.is_none()
    }

    /// Waits until changes pause; all of them, or `None` when the preview ends.
    fn settle(&self, first: Signal, begun: Instant) -> Option<Heard> {
        let mut heard = Heard::default();
        heard.add(first)?;
        while let Some(left) = MOST.checked_sub(begun.elapsed()) {
            match self.inbox.recv_timeout(heard.pause().min(left)) {
                Ok(signal) => heard.add(signal)?,
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        Some(heard)
    }

    /// Looks at all files and builds.
    fn look_again(&mut self, begun: Instant) {
        self.preview.look_over();
        self.build(begun);
    }

    fn build(&mut self, begun: Instant) {
        self.day = self.preview.today();
        if let Some(snapshot) = self.preview.rebuild() {
            self.listener
                .tell(Event::Built { snapshot: &snapshot, took: begun.elapsed() });
        }
    }

    fn renew(&mut self) {
        if self.asked {
            return;
        }
        if let Err(error) = self.hints.renew() {
            self.poll(Polling::Refused(&error.to_string()));
        }
    }
}

/// Changes that are close together.
#[derive(Default)]
struct Heard {
    /// For each place whether the last that was heard of it was an end.
    touched: BTreeMap<SitePath, bool>,
    /// There may be more than we were told of.
    lost: bool,
}

impl Heard {
    /// Takes up a signal; `None` when it is the one to stop.
    fn add(&mut self, signal: Signal) -> Option<()> {
        match signal {
            Signal::Stop => return None,
            Signal::Lost => self.lost = true,
            Signal::Touched(touches) => {
                let touches = touches.into_iter();
                self.touched.extend(touches.map(|Touch { path, ended }| (path, ended)));
            }
        }
        Some(())
    }

    /// How long it has to be still before we look. One edit touches two places at most, when
    /// the editor writes a new file and gives it the name of the old one.
    fn pause(&self) -> Duration {
        let ended = self.touched.values().all(|ended| *ended);
        if ended && !self.lost && self.touched.len() <= 2 { BRIEF } else { QUIET }
    }

    fn paths(self) -> BTreeSet<SitePath> {
        self.touched.into_keys().collect()
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
