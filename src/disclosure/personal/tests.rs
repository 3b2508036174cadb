//! Vectors of `reference/domain.md` §4.4 and what surrounds numbers in real texts.

use super::*;

fn found(text: &str) -> Vec<(PersonalKind, &str)> {
    personal_data(text).into_iter().map(|data| (data.kind, &text[data.range])).collect()
}

#[test]
fn identity_numbers_are_found_wherever_they_stand() {
    for (text, number) in [
        ("371002199001011237", "371002199001011237"),
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x。", "11010519491231002x"),
        ("身份证号：11010519491231002X，女", "11010519491231002X"),
        ("|371002199001011237|", "371002199001011237"),
        ("ID371002199001011237", "371002199001011237"),
        ("**371002199001011237**", "371002199001011237"),
        ("３７１００２１９９００１０１１２３７", "３７１００２１９９００１０１１２３７"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９４９１２３１００２Ｘ"),
        ("371002\u{200b}199001011237", "371002\u{200b}199001011237"),
        ("371002 19900101 1237", "371002 19900101 1237"),
        ("110105-19491231-002X", "110105-19491231-002X"),
        ("110105 1949 1231 002X", "110105 1949 1231 002X"),
    ] {
        assert_eq!(found(text), [(PersonalKind::IdentityNumber, number)], "{text}");
    }
}

#[test]
fn what_is_no_identity_number_is_left_alone() {
    for text in [
        "371002199001011238",  // check character
        "111002199001011231",  // check character
        "371002199002301236",  // 30 February
        "991002199001011232",  // province
        "37100219900101123",   // 17 digits
        "3710021990010112372", // 19 digits
        "113701003517573390",  // credit code, all digits
        "114403006955506492",  // credit code, all digits
        "113710197909164690",  // both a credit code and an identity number
        "11371002MB0000001E",  // credit code
        "11371000004359010J",  // credit code with 17 digits first
        "11371000004359010J/2025-00809",
        "11010519491231002XY", // a longer word
        "371002********1237",  // masked
        "37***********237",
        "110105********002X",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn mobile_numbers_are_found_in_all_groupings() {
    for (text, number) in [
        ("13812345678", "13812345678"),
        ("手机13812345678。", "13812345678"),
        ("微信wx13812345678", "13812345678"),
        ("+8613812345678", "8613812345678"),
        ("008613812345678", "008613812345678"),
        ("+86 13812345678", "13812345678"),
        ("138 1234 5678", "138 1234 5678"),
        ("138-1234-5678", "138-1234-5678"),
        ("138\u{a0}1234\u{a0}5678", "138\u{a0}1234\u{a0}5678"),
        ("138 12345678", "138 12345678"),
        ("1381234 5678", "1381234 5678"),
        ("１３８１２３４５６７８", "１３８１２３４５６７８"),
        ("19912345678", "19912345678"),
        ("（17012345678）", "17012345678"),
        ("0631-5170000 138 1234 5678", "138 1234 5678"),
    ] {
        assert_eq!(found(text), [(PersonalKind::Mobile, number)], "{text}");
    }
}

#[test]
fn what_is_no_mobile_number_is_left_alone() {
    for text in [
        "138****1234",
        "1381234****",
        "0631-5170000",
        "0631 5170000",
        "(0631)5170000",
        "12345",
        "12812345678",  // no such range
        "1381234567",   // 10 digits
        "138123456789", // 12 digits
        "投资13800000000元",
        "共 13800000000 万元",
        "￥13800000000",
        "1.13812345678",
        "13812345678.5",
        "2023-12-12 09:00",
        "2019-2023年",
        "威环审服字〔2023〕10号",
        "3302-150-04-02-20210315-0007",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn bank_cards_need_the_formula_of_luhn() {
    for text in [
        "6222021234567890128",
        "6222 0212 3456 7890 128",
        "622202 1234567890128",
        "4111111111111111",
        "5500-0000-0000-0004",
    ] {
        assert_eq!(found(text), [(PersonalKind::BankCard, text)], "{text}");
    }
    for text in [
        "6222021234567890123",     // check digit
        "1222021234567890124",     // no issuer
        "411111111111111",         // 15 digits
        "62220212345678901280000", // 23 digits
        "6222****0128",
        "2019 2020 2021 2022",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn a_thin_mask_is_found() {
    let thin = PersonalKind::ThinlyMaskedIdentityNumber;
    for text in ["37100219900101****", "371002199001**1237", "3710021990****1237"] {
        assert_eq!(found(text), [(thin, text)], "{text}");
    }
    for text in
        ["371002199****01237", "371002********1237", "371002****", "3710021990****"]
    {
        let expected = if text.starts_with("371002199*") { 1 } else { 0 };
        assert_eq!(found(text).len(), expected, "{text}");
    }
}

#[test]
fn several_numbers_come_in_the_order_of_the_text() {
    let text =
        "张三13812345678，371002199001011237；李四 6222021234567890128 19912345678";
    let kinds: Vec<_> = found(text).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(
        kinds,
        [
            PersonalKind::Mobile,
            PersonalKind::IdentityNumber,
            PersonalKind::BankCard,
            PersonalKind::Mobile,
        ]
    );
}

#[test]
fn the_mask_is_the_accepted_one() {
    let id = PersonalKind::IdentityNumber;
    assert_eq!(id.masked("371002199001011237"), "37*************237");
    assert_eq!(id.masked("110105-19491231-002X"), "11*************02X");
    assert_eq!(PersonalKind::Mobile.masked("138 1234 5678"), "138****5678");
    assert_eq!(
        PersonalKind::BankCard.masked("6222021234567890128"),
        "***************0128"
    );
    for (kind, text) in
        [(id, "371002199001011237"), (PersonalKind::Mobile, "13812345678")]
    {
        assert_eq!(found(&kind.masked(text)), []);
    }
}

#[test]
fn any_text_is_scanned_and_ranges_are_within_it() {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    let config = ProptestConfig {
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::with_cases(2000)
    };
    assert_eq!(personal_data("371002*19900371002x").len(), 1);
    proptest!(config, |(text in "([0-9０-９XxＸ*\\-  \u{200b}元.a号]|138|371002|1990|62220){0,40}")| {
        let mut end = 0;
        for data in personal_data(&text) {
            prop_assert!(data.range.start >= end, "{text:?} {data:?}");
            prop_assert!(!text[data.range.clone()].is_empty());
            end = data.range.end;
        }
    });
}

#[test]
fn a_long_text_takes_one_pass() {
    // Quadratic time would take minutes here.
    let digits = "1".repeat(2_000_000);
    assert_eq!(found(&digits), []);
    let spaced = "138 1234 567 ".repeat(200_000);
    assert_eq!(found(&spaced), []);
    let stars = "37*".repeat(300_000);
    assert_eq!(found(&stars), []);
}
