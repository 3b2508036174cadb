//! What counts as a letter, and as which: the normal form in which texts are compared.
//!
//! Every character becomes one number: 0 when it is no letter or digit, otherwise the code
//! of its lower case. Full-width Latin letters and digits count as the narrow ones, because
//! the search index folds them and a leak through it must be recognised.

use std::sync::LazyLock;

/// Codes of the characters up to U+FFFF, in which nearly all text is written; a look-up is
/// several times faster than the tables of the standard library.
static TABLE: LazyLock<Box<[u16; 0x1_0000]>> = LazyLock::new(|| {
    let codes = (0..=u16::MAX).map(|code| {
        let letter = char::from_u32(u32::from(code)).map_or(0, work_out);
        u16::try_from(letter).unwrap_or(code)
    });
    let codes: Box<[u16]> = codes.collect();
    codes.try_into().expect("there is one entry for each number of 16 bits")
});

/// The table, fetched once for a loop.
pub(super) fn table() -> &'static [u16; 0x1_0000] {
    &TABLE
}

/// The code under which a character is compared, 0 when it does not count.
pub(super) fn letter(c: char) -> u32 {
    letter_in(table(), c)
}

/// The same with the table at hand.
#[inline]
pub(super) fn letter_in(table: &[u16; 0x1_0000], c: char) -> u32 {
    match u16::try_from(u32::from(c)) {
        Ok(code) => u32::from(table[usize::from(code)]),
        Err(_) => work_out(c),
    }
}

/// The code by the rule itself.
fn work_out(c: char) -> u32 {
    if !c.is_alphanumeric() {
        return 0;
    }
    // Only U+0130 has a longer lower case, whose second character is no letter.
    let lower = c.to_lowercase().next().unwrap_or(c);
    match lower {
        '\u{FF10}'..='\u{FF19}' | '\u{FF41}'..='\u{FF5A}' => u32::from(lower) - 0xFEE0,
        other => u32::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_spaces_do_not_count() {
        for c in " \u{3000}\u{200B}\t\n，。、「」《》*_#`~<>/&;-—（）\u{0}\u{1}\u{FEFF}"
            .chars()
        {
            assert_eq!(letter(c), 0, "{c:?}");
        }
    }

    #[test]
    fn case_and_width_are_folded() {
        assert_eq!(letter('A'), u32::from('a'));
        assert_eq!(letter('Ａ'), u32::from('a'));
        assert_eq!(letter('９'), u32::from('9'));
        assert_eq!(letter('İ'), u32::from('i'));
        assert_eq!(letter('深'), u32::from('深'));
        assert_eq!(letter('𠀀'), 0x20000);
    }

    #[test]
    fn the_table_says_what_the_rule_says() {
        for code in 0..=0x1_0FFFF {
            let Some(c) = char::from_u32(code) else { continue };
            assert_eq!(letter(c), work_out(c), "{c:?}");
            assert_eq!(letter(c) != 0, c.is_alphanumeric(), "{c:?}");
        }
    }
}
