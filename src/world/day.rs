//! A world on one day.

use std::io;

use super::{Date, Entry, Moment, News, SitePath, Walk, World};

/// Another world on the day that it had when this was made. A build that begins before midnight
/// and ends after it is then a build of the day on which it began, in every part.
pub struct OneDay<'w> {
    world: &'w dyn World,
    today: Date,
}

impl<'w> OneDay<'w> {
    /// The world as it is, today.
    #[must_use]
    pub fn of(world: &'w dyn World) -> Self {
        Self { world, today: world.today() }
    }
}

impl World for OneDay<'_> {
    fn walk(&self, folder: &SitePath) -> Walk {
        self.world.walk(folder)
    }

    fn look(&self, path: &SitePath) -> Option<Entry> {
        self.world.look(path)
    }

    fn news(&self, since: Option<Moment>) -> News {
        self.world.news(since)
    }

    fn read(&self, file: &SitePath) -> io::Result<Vec<u8>> {
        self.world.read(file)
    }

    fn today(&self) -> Date {
        self.today
    }
}
