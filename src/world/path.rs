//! A place inside the site, checked once.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A path from the root of the site: components joined by `/`, none of them empty, `.` or
/// `..`, no control characters. The empty path is the root itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct SitePath(Arc<str>);

/// Why a text is no path inside the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// It is absolute, or climbs out with `..`.
    Outside,
    /// It has an empty or `.` component, a backslash or a control character.
    Malformed,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outside => "路径指到了站点之外",
            Self::Malformed => "路径含有空的部分、反斜线或控制字符",
        })
    }
}

impl SitePath {
    /// The root of the site.
    #[must_use]
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Checks a text that should be a path inside the site.
    ///
    /// # Errors
    /// When it is absolute, climbs out or is malformed.
    pub fn new(text: &str) -> Result<Self, PathError> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        if text.starts_with('/') || text.split('/').any(|part| part == "..") {
            return Err(PathError::Outside);
        }
        let bad = |part: &str| part.is_empty() || part == ".";
        if text.split('/').any(bad)
            || text.contains(|c: char| c == '\\' || c.is_control())
        {
            return Err(PathError::Malformed);
        }
        Ok(Self(Arc::from(text)))
    }

    /// The path with one or more components appended.
    ///
    /// # Errors
    /// As [`SitePath::new`], for the whole.
    pub fn join(&self, tail: &str) -> Result<Self, PathError> {
        if self.0.is_empty() {
            Self::new(tail)
        } else {
            Self::new(&format!("{self}/{tail}"))
        }
    }

    /// Resolves `tail` as a link written in a file of this folder would be: `..` climbs, but
    /// never out of the site.
    ///
    /// # Errors
    /// When it climbs out or is malformed.
    pub fn resolve(&self, tail: &str) -> Result<Self, PathError> {
        let mut parts: Vec<&str> = self.0.split('/').filter(|p| !p.is_empty()).collect();
        for part in tail.split('/') {
            match part {
                "." => {}
                ".." => {
                    parts.pop().ok_or(PathError::Outside)?;
                }
                part => parts.push(part),
            }
        }
        Self::new(&parts.join("/"))
    }

    /// The text of the path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds it; the root for a name at the root.
    #[must_use]
    pub fn parent(&self) -> Self {
        self.0.rfind('/').map_or_else(Self::root, |cut| Self(Arc::from(&self.0[..cut])))
    }

    /// The last component.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last component without its extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[..dot],
            _ => name,
        }
    }

    /// The extension without its dot; empty when there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        let name = self.name();
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[dot + 1..],
            _ => "",
        }
    }

    /// The rest after `folder`, when the path lies in it.
    #[must_use]
    pub fn below(&self, folder: &Self) -> Option<&str> {
        if folder.0.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(&*folder.0)?.strip_prefix('/')
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{PathError, SitePath};

    #[test]
    fn nothing_leads_out_of_the_site() {
        for bad in ["/etc/passwd", "..", "a/../../b", "a/.."] {
            assert_eq!(SitePath::new(bad), Err(PathError::Outside), "{bad}");
        }
        for bad in ["a//b", "./a", "a/./b", "a\\b", "a\0b", "a/"] {
            assert_eq!(SitePath::new(bad), Err(PathError::Malformed), "{bad}");
        }
        assert_eq!(
            SitePath::new("a/b").unwrap().resolve("../../../c"),
            Err(PathError::Outside)
        );
    }

    #[test]
    fn parts_of_a_path() {
        let path = SitePath::new("content/jigou/主要职责.md").unwrap();
        assert_eq!(
            (path.name(), path.stem(), path.extension()),
            ("主要职责.md", "主要职责", "md")
        );
        assert_eq!(path.parent().as_str(), "content/jigou");
        assert_eq!(
            path.below(&SitePath::new("content").unwrap()),
            Some("jigou/主要职责.md")
        );
        assert_eq!(path.parent().resolve("../x.md").unwrap().as_str(), "content/x.md");
        assert_eq!(path.below(&SitePath::new("con").unwrap()), None);
    }
}
