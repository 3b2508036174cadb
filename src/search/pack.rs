//! Packs payloads into the containers of the format.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params,
};

use super::format::Kind;
use super::format::container::head;

/// From level 5 on the files grow no smaller by more than a thousandth.
const LEVEL: i32 = 6;

/// Raw deflate: a window, but no zlib header.
const RAW: i32 = 0;

/// A deflater, kept from file to file: its tables cost more to allocate than a small file to
/// pack.
pub(super) struct Packer(Box<CompressorOxide>);

impl Packer {
    pub(super) fn new() -> Self {
        Self(Box::new(CompressorOxide::new(create_comp_flags_from_zip_params(
            LEVEL, RAW, 0,
        ))))
    }

    /// The container of a payload.
    pub(super) fn pack(&mut self, kind: Kind, payload: &[u8]) -> Vec<u8> {
        self.0.reset();
        let head = head(kind, payload);
        // What does not pack is stored, five bytes a block of at most 64 KB.
        let room = head.len() + payload.len() + payload.len() / 1000 + 64;
        let mut out = vec![0; room];
        out[..head.len()].copy_from_slice(&head);
        let packed = &mut out[head.len()..];
        let (_, read, written) =
            compress(&mut self.0, payload, packed, TDEFLFlush::Finish);
        assert_eq!(read, payload.len(), "the output has room for the whole payload");
        out.truncate(head.len() + written);
        out.shrink_to_fit();
        out
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
            }
        }
    }
}
