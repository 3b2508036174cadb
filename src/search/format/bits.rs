//! Lists of ascending places in bits (Rice code).
//!
//! A list is written as its gaps less one: of each gap the upper part in zeros that a one ends,
//! then the lower `k` bits, lowest first. Bits fill bytes from the lowest on. `k` follows from
//! what a reader knows already, how many places of how large a room are in the list, so it costs
//! nothing; where half of the room is in the list it is 0, and the code is a bitmap.

use super::bytes::Damage;

/// Bits of the lower part of a gap: about the logarithm of 0.69 of the mean gap, which is the
/// best that a code of this kind can have.
fn low_bits(count: u32, room: u32) -> u32 {
    let scaled = u64::from(room) * 177 / (256 * u64::from(count.max(1)));
    scaled.max(1).ilog2()
}

/// Writes lists one after the other.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    out: Vec<u8>,
    /// Bits that do not fill a byte yet, and how many.
    held: u64,
    count: u32,
}

impl BitWriter {
    /// Appends a list of places in a room.
    pub(super) fn list(&mut self, places: impl ExactSizeIterator<Item = u32>, room: u32) {
        let count = u32::try_from(places.len()).expect("a room has fewer places");
        let k = low_bits(count, room);
        let mut next = 0;
        for place in places {
            let gap = place - next;
            let mut zeros = gap >> k;
            while zeros > 24 {
                self.bits(0, 24);
                zeros -= 24;
            }
            let low = u64::from(gap & ((1 << k) - 1));
            self.bits((low << 1 | 1) << zeros, zeros + 1 + k);
            next = place + 1;
        }
    }

    /// Appends at most 56 bits.
    fn bits(&mut self, bits: u64, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// The bytes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.out.push(self.held as u8);
        }
        self.out
    }
}

/// Reads lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct BitCursor<'b> {
    /// What is read.
    pub(super) bytes: &'b [u8],
    /// The position of the next bit.
    pub(super) at: usize,
}

impl BitCursor<'_> {
    /// Calls `each` with the `count` places of a list.
    ///
    /// # Errors
    /// The bits end too early, or a place does not lie in the room.
    pub(super) fn list(
        &mut self,
        (count, room): (u32, u32),
        mut each: impl FnMut(u32),
    ) -> Result<(), Damage> {
        let k = low_bits(count, room);
        let mut next = 0;
        for _ in 0..count {
            let mut gap = self.zeros()? << k;
            for at in 0..k {
                gap |= u64::from(self.bit()?) << at;
            }
            next += gap;
            let place = u32::try_from(next).ok().filter(|place| *place < room);
            each(place.ok_or(Damage::Value)?);
            next += 1;
        }
        Ok(())
    }

    /// Whether nothing is left but the unused bits of the last byte, which are zero.
    pub(super) fn is_at_end(&self) -> bool {
        let rest = self.bytes.get(self.at / 8).map_or(0, |byte| byte >> (self.at % 8));
        self.at.div_ceil(8) == self.bytes.len() && rest == 0
    }

    /// How many zeros come before the next one, which is passed too.
    fn zeros(&mut self) -> Result<u64, Damage> {
        let start = self.at;
        while self.bit()? == 0 {}
        Ok((self.at - start - 1) as u64)
    }

    fn bit(&mut self) -> Result<u8, Damage> {
        let byte = self.bytes.get(self.at / 8).ok_or(Damage::Short)?;
        let bit = byte >> (self.at % 8) & 1;
        self.at += 1;
        Ok(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::{BitCursor, BitWriter, low_bits};

    #[test]
    fn a_full_room_is_a_bitmap_and_one_place_of_many_a_number() {
        assert_eq!(low_bits(50, 100), 0);
        assert_eq!(low_bits(1, 9124), 12);
        let mut writer = BitWriter::default();
        writer.list([0, 1, 3, 4, 6].into_iter(), 8);
        assert_eq!(writer.finish(), [0b0101_1011]);
    }

    #[test]
    fn lists_come_back_and_nothing_is_left() {
        let lists: [(&[u32], u32); 5] = [
            (&[0], 1),
            (&[7, 8, 9], 10),
            (&[65_535], 65_536),
            (&[1, 2, 3, 500, 501, 8_000], 9_124),
            (&[0, 99_999], 100_000),
        ];
        let mut writer = BitWriter::default();
        for (places, room) in lists {
            writer.list(places.iter().copied(), room);
        }
        let bytes = writer.finish();
        let mut cursor = BitCursor { bytes: &bytes, at: 0 };
        for (places, room) in lists {
            assert!(!cursor.is_at_end());
            let mut found = Vec::new();
            let count = places.len() as u32;
            cursor.list((count, room), |place| found.push(place)).unwrap();
            assert_eq!(found, places);
        }
        assert!(cursor.is_at_end());
        assert!(cursor.list((1, 9), |_| ()).is_err());
    }
}
