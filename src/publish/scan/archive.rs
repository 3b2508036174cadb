//! Looks into zip archives (office files are such) and gzip files, within bounds.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Scanner, Unreadable};

/// Members of all archives in one file.
const MOST_MEMBERS: usize = 10_000;
/// Bytes that are unpacked from one file.
const MOST_BYTES: usize = 256 << 20;
/// How many times its own size a file may grow, unless it stays small all the same.
const MOST_GROWTH: usize = 100;
const SMALL: usize = 16 << 20;
/// Archives within archives: an office file with a table in it, in a zip.
const DEEPEST: usize = 3;
/// Bytes and members of a pack that the build itself has made: all of a column, which is as
/// large as it is. Its members are looked at one by one, so this is no room in memory; each of
/// them has the bounds of a file of its own.
const MOST_PACKED: usize = usize::MAX / 2;

/// What may still be unpacked from a file.
#[derive(Debug)]
pub(super) struct Budget {
    members: usize,
    bytes: usize,
    deepest: usize,
    /// It is that of a pack, whose members each have their own.
    is_pack: bool,
}

impl Budget {
    /// The bounds for a file of this size.
    pub(super) fn for_file(size: usize) -> Self {
        let bytes = size.saturating_mul(MOST_GROWTH).clamp(SMALL, MOST_BYTES);
        Self { members: MOST_MEMBERS, bytes, deepest: DEEPEST, is_pack: false }
    }

    /// The bounds for a pack.
    pub(super) fn for_pack() -> Self {
        let (members, bytes) = (MOST_PACKED, MOST_PACKED);
        Self { members, bytes, deepest: DEEPEST, is_pack: true }
    }

    /// The bounds for a member of this size, which lies one archive deeper in a pack than beside
    /// its page; `None` where it shares those of the file that it is in.
    fn for_member(&self, size: usize) -> Option<Self> {
        let own = || Self { deepest: DEEPEST + 1, ..Self::for_file(size) };
        self.is_pack.then(own)
    }

    /// Unpacks one stream as far as it goes. What came out before an error is handed back
    /// with it, because it can be looked at.
    pub(super) fn unpack(
        &mut self,
        stream: impl Read,
    ) -> (Vec<u8>, Result<(), Unreadable>) {
        let mut bytes = Vec::new();
        let limit = u64::try_from(self.bytes).unwrap_or(u64::MAX).saturating_add(1);
        let read = stream.take(limit).read_to_end(&mut bytes);
        let outcome = match read {
            Err(_) => Err(Unreadable::Broken),
            Ok(_) if bytes.len() > self.bytes => Err(Unreadable::TooLarge),
            Ok(_) => Ok(()),
        };
        self.bytes = self.bytes.saturating_sub(bytes.len());
        (bytes, outcome)
    }

    fn take_members(&mut self, members: usize) -> Result<(), Unreadable> {
        self.members = self.members.checked_sub(members).ok_or(Unreadable::TooLarge)?;
        Ok(())
    }
}

impl Scanner<'_> {
    /// Looks at the contents of all members. Their names stand uncompressed in the archive
    /// and are looked at with it.
    pub(super) fn zip(&mut self, bytes: &[u8]) {
        if let Err(reason) = self.zip_members(bytes) {
            self.refuse(reason);
        }
    }

    fn zip_members(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        if self.place.len() > self.budget.deepest {
            return Err(Unreadable::TooDeep);
        }
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
        self.budget.take_members(archive.len())?;
        for index in 0..archive.len() {
            let member = archive.by_index(index).map_err(|error| why_closed(&error))?;
            if !zip::SUPPORTED_COMPRESSION_METHODS.contains(&member.compression()) {
                return Err(Unreadable::Locked);
            }
            self.place.push(String::from_utf8_lossy(member.name_raw()).into_owned());
            let (contents, outcome) = self.budget.unpack(member);
            self.member(&contents);
            if let Err(reason) = outcome {
                self.refuse(reason);
            }
            self.place.pop();
            if outcome == Err(Unreadable::TooLarge) {
                break;
            }
        }
        Ok(())
    }

    /// Looks at the contents of a member, in a pack within bounds of its own.
    fn member(&mut self, contents: &[u8]) {
        let Some(own) = self.budget.for_member(contents.len()) else {
            return self.contents(contents);
        };
        let pack = std::mem::replace(&mut self.budget, own);
        self.contents(contents);
        self.budget = pack;
    }

    /// Looks at the contents of a gzip file.
    pub(super) fn gzip(&mut self, bytes: &[u8]) {
        if self.place.len() > self.budget.deepest {
            self.refuse(Unreadable::TooDeep);
            return;
        }
        let (contents, outcome) =
            self.budget.unpack(flate2::read::MultiGzDecoder::new(bytes));
        self.place.push("gzip".to_owned());
        self.contents(&contents);
        self.place.pop();
        if let Err(reason) = outcome {
            self.refuse(reason);
        }
    }
}

fn why_closed(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(_)
        | ZipError::InvalidPassword
        | ZipError::CompressionMethodNotSupported(_) => Unreadable::Locked,
        _ => Unreadable::Broken,
    }
}
