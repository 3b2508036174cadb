//! Names that editors, offices and systems leave behind.

/// Endings of backup and temporary copies.
const ENDINGS: [&str; 9] =
    ["~", ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp", ".part", ".lock"];

/// Names that systems leave in every folder.
const NAMES: [&str; 3] = ["thumbs.db", "desktop.ini", "ehthumbs.db"];

/// Whether a file or folder name is litter: hidden, a backup, a lock of an office program.
///
/// `~$名.docx` and `.~名.docx` are such locks and hold the user's name; `#名#` and `.#名` are
/// Emacs's; names that begin with a dot are hidden and never meant for the public.
#[must_use]
pub fn is_litter(name: &str) -> bool {
    let ends = |ending: &str| {
        let cut = name.len().checked_sub(ending.len());
        cut.and_then(|cut| name.get(cut..))
            .is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    name.starts_with(['.', '#'])
        || name.starts_with("~$")
        || ENDINGS.into_iter().any(ends)
        || NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::is_litter;

    #[test]
    fn litter_is_known_by_its_name() {
        for name in [
            "~$报告.docx",
            ".~报告.docx",
            "报告.md~",
            "secret.md.bak",
            "secret.MD.ORIG",
            ".DS_Store",
            "Thumbs.db",
            ".report.md.swp",
            "#report.md#",
            ".git",
        ] {
            assert!(is_litter(name), "{name}");
        }
        for name in ["报告.md", "备份说明.md", "a.bak.md", "_index.md"] {
            assert!(!is_litter(name), "{name}");
        }
    }
}
