//! Who may ask: only pages that came from this server, by its own name.
//!
//! A page of another site can make its own name point at this machine and then read what
//! answers (DNS rebinding). The name it asks for gives it away, so requests under any name
//! but ours are refused.

use std::net::IpAddr;

use axum::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use axum::http::{HeaderValue, Uri};

/// The names under which the server answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    interface: IpAddr,
}

impl Names {
    /// The names of a server on this address.
    pub(super) fn new(interface: IpAddr) -> Self {
        Self { interface }
    }

    /// Whether a request names us: exactly one host, and one of ours.
    pub(super) fn accept(self, headers: &HeaderMap, uri: &Uri) -> bool {
        let in_uri = uri.authority().is_none_or(|name| self.is_ours(name.as_str()));
        in_uri && only(headers, &HOST).is_some_and(|name| self.is_ours(name))
    }

    /// Whether `HOST` or `HOST:PORT` is a name of ours, at any port: a forwarded port is
    /// another one, and a name that can be made to point here has no say in it.
    fn is_ours(self, name: &str) -> bool {
        let (host, port) = match name.rfind(':') {
            Some(cut) if !name.ends_with(']') => (&name[..cut], &name[cut + 1..]),
            _ => (name, "0"),
        };
        if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        if host.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let address = match inner {
            Some(inner) => inner.parse().ok().filter(IpAddr::is_ipv6),
            None => host.parse().ok().filter(IpAddr::is_ipv4),
        };
        address.is_some_and(|address| self.is_address(address))
    }

    /// A server on all addresses cannot list them; no number can be made to point here.
    fn is_address(self, address: IpAddr) -> bool {
        let loopback = ["127.0.0.1", "::1"].map(|text| text.parse() == Ok(address));
        loopback.contains(&true)
            || address == self.interface
            || self.interface.is_unspecified()
    }
}

/// Whether a request comes from a page of this server or from no page at all.
pub(super) fn is_own_page(headers: &HeaderMap) -> bool {
    let site = HeaderName::from_static("sec-fetch-site");
    let from = match (headers.contains_key(&site), only(headers, &site)) {
        (false, _) => true,
        (true, from) => matches!(from, Some("same-origin" | "none")),
    };
    let origin = match (headers.contains_key(ORIGIN), only(headers, &ORIGIN)) {
        (false, _) => true,
        (true, origin) => {
            let host = only(headers, &HOST).unwrap_or_default();
            origin.and_then(|origin| origin.strip_prefix("http://")) == Some(host)
        }
    };
    from && origin
}

/// Whether a browser comes to read a page itself, from a link on another site too. A page of
/// another site that asks for one of our files to use it as its own part is not a visit.
pub(super) fn is_visit(headers: &HeaderMap) -> bool {
    let says = |name, word| only(headers, &HeaderName::from_static(name)) == Some(word);
    says("sec-fetch-mode", "navigate")
        && says("sec-fetch-dest", "document")
        && !headers.contains_key(ORIGIN)
}

/// The value of a header that is there once, as text.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter().map(HeaderValue::to_str);
    match (all.next(), all.next()) {
        (Some(Ok(value)), None) => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};

    use super::{Names, is_own_page};

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn accepts(interface: &str, host: &str) -> bool {
        let names = Names::new(interface.parse().unwrap());
        names.accept(&headers(&[("host", host)]), &Uri::from_static("/"))
    }

    #[test]
    fn only_our_own_names_are_answered() {
        for host in
            ["localhost", "LocalHost:1111", "127.0.0.1:1111", "[::1]:1111", "[::1]"]
        {
            assert!(accepts("127.0.0.1", host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil",
            "localhost:1111@evil",
            "evil@localhost",
            "127.1",
            "0x7f.1",
            "127.0.0.1.nip.io",
            "[::ffff:127.0.0.1]",
            "::1",
            "[localhost]",
            "localhost:",
            "192.168.1.5",
        ] {
            assert!(!accepts("127.0.0.1", host), "{host}");
        }
        assert!(accepts("192.168.1.5", "192.168.1.5:1111"));
        assert!(accepts("0.0.0.0", "192.168.1.5:1111"));
        assert!(!accepts("0.0.0.0", "evil.example"));
        let names = Names::new("127.0.0.1".parse().unwrap());
        let twice = headers(&[("host", "localhost"), ("host", "evil")]);
        assert!(!names.accept(&twice, &Uri::from_static("/")));
        assert!(!names.accept(&headers(&[]), &Uri::from_static("/")));
        let one = headers(&[("host", "localhost")]);
        assert!(!names.accept(&one, &Uri::from_static("http://evil/")));
        assert!(names.accept(&one, &Uri::from_static("http://localhost:1111/")));
    }

    #[test]
    fn events_go_to_our_own_pages_only() {
        let host = ("host", "localhost:1111");
        for (pair, expected) in [
            (("sec-fetch-site", "same-origin"), true),
            (("sec-fetch-site", "none"), true),
            (("sec-fetch-site", "cross-site"), false),
            (("sec-fetch-site", "same-site"), false),
            (("sec-fetch-site", ""), false),
            (("origin", "http://localhost:1111"), true),
            (("origin", "http://localhost:2222"), false),
            (("origin", "https://localhost:1111"), false),
            (("origin", "null"), false),
            (("accept", "*/*"), true),
        ] {
            assert_eq!(is_own_page(&headers(&[host, pair])), expected, "{pair:?}");
        }
    }
}
