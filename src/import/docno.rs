//! Lines that hold a document number (发文字号), rightly written or nearly so.
//!
//! What is found here goes into the item as it stands in the source; what would be right is
//! said beside it, because only the issuing office knows whether the paper says the same.

use super::numbering::{arabic_digit, han_number};
use super::words::is_han;
use crate::disclosure::DocumentNumber;

const LABELS: [&str; 5] = ["发文字号：", "文号：", "发文字号:", "文号:", "字号："];
/// The longest line, in bytes, that may be a number.
const LONGEST: usize = 120;

/// Cuts a label such as 发文字号： off a line without white space.
pub(super) fn without_label(line: &str) -> &str {
    LABELS.iter().find_map(|label| line.strip_prefix(label)).unwrap_or(line)
}

/// Tells whether a line without white space is 机关代字〔年份〕序号号 or something close to it.
pub(super) fn is_number(line: &str) -> bool {
    let value = without_label(line);
    if value.len() > LONGEST {
        return false;
    }
    let Some(open) = value.find(['〔', '[', '【', '（', '(', '［', '﹝']) else {
        return false;
    };
    let close = value[open..].find(['〕', ']', '】', '）', ')', '］', '﹞']);
    let named = value[..open].chars().all(|c| is_han(c) || c.is_ascii_alphabetic());
    // A title such as 示例办法（2023） has nothing behind its year.
    let counted = close.is_some_and(|close| {
        value[open + close..].contains(|c| arabic_digit(c).is_some())
    });
    named
        && counted
        && match DocumentNumber::parse(value) {
            Ok(_) => true,
            Err(error) => error.suggestion.is_some(),
        }
}

/// Tells whether a line without white space is the number of an order: 第12号.
pub(super) fn is_order_number(line: &str) -> bool {
    let bare = unbracketed(line);
    let inner = bare.strip_prefix('第').and_then(|rest| rest.strip_suffix('号'));
    inner.is_some_and(|n| is_arabic(n) || han_number(n).is_some_and(|f| f.1 == n.len()))
}

/// Tells whether a line without white space is an order with its number: …令第12号.
pub(super) fn is_order(line: &str) -> bool {
    let Some(at) = line.rfind('令') else { return false };
    let (name, number) = line.split_at(at);
    let number = &number['令'.len_utf8()..];
    line.len() <= 120
        && name.chars().count() >= 2
        && name.chars().all(is_han)
        && is_order_number(number)
}

/// Reads the number of a public notice, 2023年第5号, with brackets around it or without.
pub(super) fn notice_number(line: &str) -> Option<&str> {
    let bare = unbracketed(line);
    let (year, number) = bare.split_once('年')?;
    let right = is_arabic(year) && year.chars().count() == 4 && is_order_number(number);
    (right && number.starts_with('第')).then_some(bare)
}

fn unbracketed(line: &str) -> &str {
    let open = line.strip_prefix(['（', '(']);
    open.and_then(|inner| inner.strip_suffix(['）', ')'])).unwrap_or(line)
}

fn is_arabic(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| arabic_digit(c).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_near_misses() {
        for line in [
            "示审服字〔2023〕10号",
            "示审服字[2023]10号",
            "示审服字（23）010号",
            "示审服字【2023】第10号",
            "文号：示审服字〔2023〕10",
            "示审服字〔２０２３〕１０号",
        ] {
            assert!(is_number(line), "{line}");
        }
        for line in [
            "根据示审服字〔2023〕10号文件",
            "示例办法（2023）",
            "一、（2023）10",
            "示审服字2023第10号",
        ] {
            assert!(!is_number(line), "{line}");
        }
    }

    #[test]
    fn orders_and_notices_have_numbers_of_their_own() {
        assert!(is_order("示例区人民政府令第12号"));
        assert!(is_order("示例区人民政府令（第12号）"));
        assert!(!is_order("命令如下"));
        assert_eq!(notice_number("（2024年第5号）"), Some("2024年第5号"));
        assert_eq!(notice_number("2024年5号"), None);
    }
}
