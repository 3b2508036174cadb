//! Packs payloads into the containers of the format.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params,
};

use super::format::Kind;
use super::format::container::head;

/// For text: higher levels save less than a thousandth.
const THOROUGH: i32 = 6;

/// For the keys of grams, which hardly repeat: what packs them is the code of their bytes, and
/// looking longer for repetitions makes them larger by a little and takes twice the time.
const FAST: i32 = 1;

/// The most bytes that one block can hold as they are.
const STORED: usize = 0xffff;

/// Raw deflate: a window, but no zlib header.
const RAW: i32 = 0;

/// Two deflaters and their room, kept from file to file: they cost more to allocate than a
/// small file to pack.
pub(super) struct Packer {
    thorough: Box<CompressorOxide>,
    fast: Box<CompressorOxide>,
    room: Vec<u8>,
}

impl Packer {
    pub(super) fn new() -> Self {
        let at = |level| {
            let flags = create_comp_flags_from_zip_params(level, RAW, 0);
            Box::new(CompressorOxide::new(flags))
        };
        Self { thorough: at(THOROUGH), fast: at(FAST), room: Vec::new() }
    }

    /// The container of a payload.
    pub(super) fn pack(&mut self, kind: Kind, payload: &[u8]) -> Vec<u8> {
        let packed = self.deflate(kind, payload, TDEFLFlush::Finish);
        [&head(kind, payload)[..], packed].concat()
    }

    /// The container of a payload of which only so many bytes at the front are worth packing.
    pub(super) fn pack_head(
        &mut self,
        kind: Kind,
        payload: &[u8],
        front: usize,
    ) -> Vec<u8> {
        let (front, rest) = payload.split_at(front);
        let packed = self.deflate(kind, front, TDEFLFlush::Sync);
        let mut file = [&head(kind, payload)[..], packed].concat();
        file.reserve(rest.len() + 5 * (1 + rest.len() / STORED));
        let mut blocks = rest.chunks(STORED).peekable();
        if blocks.peek().is_none() {
            file.extend([1, 0, 0, 0xff, 0xff]);
        }
        while let Some(block) = blocks.next() {
            let size = u16::try_from(block.len()).expect("a chunk is no longer");
            file.push(u8::from(blocks.peek().is_none()));
            file.extend(size.to_le_bytes());
            file.extend((!size).to_le_bytes());
            file.extend(block);
        }
        file
    }

    fn deflate(&mut self, kind: Kind, payload: &[u8], flush: TDEFLFlush) -> &[u8] {
        let deflater = match kind {
            Kind::Grams | Kind::Numbers => &mut self.fast,
            Kind::Metas | Kind::Facet | Kind::Days | Kind::Text => &mut self.thorough,
        };
        deflater.reset();
        // What does not pack is stored, five bytes a block of at most 64 KB.
        let room = payload.len() + payload.len() / 1000 + 64;
        if self.room.len() < room {
            self.room.resize(room, 0);
        }
        let (_, read, written) = compress(deflater, payload, &mut self.room, flush);
        assert_eq!(read, payload.len(), "there is room for the whole payload");
        &self.room[..written]
    }
}

#[cfg(test)]
mod tests {
    use super::Packer;
    use crate::search::format::{Kind, container};

    #[test]
    fn what_is_packed_opens() {
        let mut packer = Packer::new();
        let mut noise = 1_u32;
        let mut next = || {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        };
        for size in [0, 1, 5, 1000, 70_000, 300_000] {
            let payload: Vec<u8> = (0..size).map(|_| next()).collect();
            let text = vec![b'x'; size];
            for payload in [&payload, &text] {
                let packed = packer.pack(Kind::Text, payload);
                assert_eq!(container::open(Kind::Text, &packed).as_ref(), Ok(payload));
                for front in [0, size / 3, size] {
                    let packed = packer.pack_head(Kind::Grams, payload, front);
                    let opened = container::open(Kind::Grams, &packed);
                    assert_eq!(opened.as_ref(), Ok(payload), "{front} of {size}");
                }
            }
        }
    }
}
