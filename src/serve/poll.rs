//! Changes of which the system does not tell: on network drives, in containers, or where it
//! refuses to watch.
//!
//! A drive that others write to is known by its file system. All else is found out: the files
//! are looked at now and then although nothing was told, and when something has changed of
//! which nobody told, the system is silent and is looked at every second from then on.

use std::ops::AddAssign;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often files are looked at that the system does not tell of.
const OFTEN: Duration = Duration::from_secs(1);

/// How soon a system is tried that should tell of changes; each time twice as long after.
const FIRST: Duration = Duration::from_secs(3);

/// How often it is tried in the end.
const SELDOM: Duration = Duration::from_secs(30);

/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 5;

/// What a look at all files has found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Something is or may be other than before.
    pub(super) any: bool,
    /// Something is other than before, and was not only written too lately to be sure.
    pub(super) sure: bool,
}

impl Seen {
    /// A change without doubt.
    pub(super) const SURE: Self = Self { any: true, sure: true };
    /// What may be a change.
    pub(super) const MAYBE: Self = Self { any: true, sure: false };
}

impl AddAssign for Seen {
    fn add_assign(&mut self, more: Self) {
        self.any |= more.any;
        self.sure |= more.sure;
    }
}

/// When to look at all files next.
pub(super) struct Rounds {
    often: bool,
    pause: Duration,
    next: Instant,
    /// When the next would be if nothing were told meanwhile.
    due: Instant,
}

impl Rounds {
    /// Rounds that are seldom, until [`Rounds::be_often`].
    pub(super) fn new(now: Instant) -> Self {
        Self { often: false, pause: FIRST, next: now + FIRST, due: now + FIRST }
    }

    /// From now on nothing is expected to be told.
    pub(super) fn be_often(&mut self, now: Instant) {
        (self.often, self.pause) = (true, OFTEN);
        (self.next, self.due) = (now + OFTEN, now + OFTEN);
    }

    /// The system has told of a change. It does tell, then, and a round would only keep waiting
    /// whoever is writing just now: it is put off until nothing comes for a while, but no longer
    /// than rounds are apart.
    pub(super) fn told(&mut self, now: Instant) {
        if !self.often {
            self.next = self.next.max((now + FIRST).min(self.due + SELDOM));
        }
    }

    /// Whether nothing is expected to be told.
    pub(super) fn are_often(&self) -> bool {
        self.often
    }

    /// How long it is to the next.
    pub(super) fn left(&self, now: Instant) -> Duration {
        self.next.saturating_duration_since(now)
    }

    /// A round has ended that took so long. On a slow drive the next one waits longer.
    pub(super) fn done(&mut self, now: Instant, took: Duration) {
        self.next = now + self.pause.max(took * SHARE);
        self.due = self.next;
        self.pause = if self.often { OFTEN } else { (self.pause * 2).min(SELDOM) };
    }
}

/// The name of the file system of a folder, if others may write there without the system
/// telling. Layers of containers (overlay) are not among them: they tell of what is changed
/// through them, and what is changed below them is found out.
#[cfg(target_os = "linux")]
pub(super) fn untold(folder: &Path) -> Option<&'static str> {
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    name_of(u64::try_from(kind).ok()? & 0xffff_ffff)
}

/// Other systems do not say; what they do not tell is found out.
#[cfg(not(target_os = "linux"))]
pub(super) fn untold(_: &Path) -> Option<&'static str> {
    None
}

/// The numbers by which Linux knows file systems (`statfs(2)`).
#[cfg(any(target_os = "linux", test))]
fn name_of(kind: u64) -> Option<&'static str> {
    Some(match kind {
        0x6969 => "网络盘（NFS）",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "网络盘（SMB）",
        0x5346_414f | 0x00c3_6400 | 0x7375_7245 => "网络盘",
        0x0102_1997 => "别的系统的共享盘（9p）",
        0x786f_4256 => "虚拟机的共享盘",
        0x6573_5546 => "网络盘或共享盘（FUSE）",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test needs a moment to count from")]

    use std::time::{Duration, Instant};

    use super::{Rounds, name_of};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn rounds_become_seldom_where_the_system_tells() {
        let now = Instant::now();
        let mut rounds = Rounds::new(now);
        let mut pauses = Vec::new();
        for _ in 0..6 {
            pauses.push(rounds.left(now).as_secs());
            rounds.done(now, Duration::ZERO);
        }
        // The first pause was under way when the first round began.
        assert_eq!(pauses, [3, 3, 6, 12, 24, 30]);
    }

    #[test]
    fn a_round_waits_until_nothing_is_told_but_not_for_ever() {
        let now = Instant::now();
        let mut rounds = Rounds::new(now);
        rounds.told(now + SECOND);
        assert_eq!(rounds.left(now), 4 * SECOND);
        rounds.told(now + 10 * SECOND);
        assert_eq!(rounds.left(now), 13 * SECOND);
        rounds.told(now + 100 * SECOND);
        assert_eq!(rounds.left(now), 33 * SECOND, "30 after it was due");
        rounds.be_often(now);
        rounds.told(now + SECOND);
        assert_eq!(rounds.left(now), SECOND, "of these nothing is expected to be told");
    }

    #[test]
    fn rounds_are_often_where_it_does_not_but_never_take_all_the_time() {
        let now = Instant::now();
        let mut rounds = Rounds::new(now);
        rounds.be_often(now);
        assert_eq!(rounds.left(now), SECOND);
        rounds.done(now, SECOND / 10);
        assert_eq!(rounds.left(now), SECOND);
        rounds.done(now, 2 * SECOND);
        assert_eq!(rounds.left(now), 10 * SECOND);
        rounds.done(now, Duration::ZERO);
        assert_eq!(rounds.left(now), SECOND);
        assert_eq!(rounds.left(now + 2 * SECOND), Duration::ZERO);
    }

    #[test]
    fn drives_that_others_write_to_are_known() {
        for (kind, known) in [
            (0x6969, true),
            (0xff53_4d42, true),
            (0x0102_1997, true),
            (0x6573_5546, true),
            (0xef53, false),
            (0x0102_1994, false),
            (0x794c_7630, false),
        ] {
            assert_eq!(name_of(kind).is_some(), known, "{kind:x}");
        }
    }
}
