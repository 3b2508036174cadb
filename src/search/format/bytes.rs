//! Numbers in bytes, read with bounds.

use std::fmt;

/// A file that is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It ends too early.
    Short,
    /// It holds more than it should.
    Long,
    /// It is of another kind or version.
    Foreign,
    /// Its checksum is wrong.
    Sum,
    /// It does not unpack.
    Packing,
    /// A value in it cannot be.
    Value,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Short => "文件不完整",
            Self::Long => "文件末尾有多余的内容",
            Self::Foreign => "文件的种类或版本不对",
            Self::Sum => "校验和不对",
            Self::Packing => "解压失败",
            Self::Value => "文件里有不可能的值",
        })
    }
}

/// Appends a number as LEB128.
pub fn put(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// FNV-1a with 32 bits.
#[must_use]
pub fn fnv(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Reads bytes from the front.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'b>(pub &'b [u8]);

impl<'b> Cursor<'b> {
    /// The next byte.
    ///
    /// # Errors
    /// There is none.
    pub fn byte(&mut self) -> Result<u8, Damage> {
        let (first, rest) = self.0.split_first().ok_or(Damage::Short)?;
        self.0 = rest;
        Ok(*first)
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// There are fewer.
    pub fn take(&mut self, count: usize) -> Result<&'b [u8], Damage> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Damage::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The next LEB128 number.
    ///
    /// # Errors
    /// It is cut off or has more than 32 bits.
    pub fn number(&mut self) -> Result<u32, Damage> {
        let mut value = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(value).map_err(|_| Damage::Value);
            }
        }
        Err(Damage::Value)
    }

    /// Nothing is left.
    ///
    /// # Errors
    /// Something is.
    pub fn end(self) -> Result<(), Damage> {
        if self.0.is_empty() { Ok(()) } else { Err(Damage::Long) }
    }
}
