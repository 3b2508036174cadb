//! What holds for every value type: no text makes it panic, what it writes it reads again, and
//! the mend of an error is itself accepted.

use std::fmt::Display;

use proptest::prelude::*;

use super::ValueError;
use crate::disclosure::{
    Attribute, Basis, CreditCode, Day, DocumentNumber, Genre, IndexNumber, Kind,
    MonthDay, Published, Reference, Topic, Validity,
    kinds::{FeeType, InterpretationForm, NoticeType, RowChange},
};

type Parse<T> = fn(&str) -> Result<T, ValueError>;

fn holds<T: PartialEq + Display>(
    text: &str,
    parse: Parse<T>,
) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(value) => {
            let written = value.to_string();
            prop_assert!(
                parse(&written) == Ok(value),
                "{text:?} was written {written:?}"
            );
        }
        Err(error) => {
            let told = error.to_string();
            prop_assert!(
                !told.ends_with('。') && !told.contains(['\n', '\u{200b}']),
                "{told}"
            );
            if let Some(mend) = error.suggestion {
                prop_assert!(parse(&mend).is_ok(), "{text:?} → {mend:?}");
                prop_assert!(mend != text, "{text:?} is its own mend");
            }
        }
    }
    Ok(())
}

fn all_hold(text: &str) -> Result<(), TestCaseError> {
    holds(text, Attribute::parse)?;
    holds(text, Basis::parse)?;
    holds(text, CreditCode::parse)?;
    holds(text, Day::parse)?;
    holds(text, DocumentNumber::parse)?;
    holds(text, Genre::parse)?;
    holds(text, IndexNumber::parse)?;
    holds(text, Kind::parse)?;
    holds(text, MonthDay::parse)?;
    holds(text, Published::parse)?;
    holds(text, Reference::parse)?;
    holds(text, Topic::parse)?;
    holds(text, Validity::parse)?;
    holds(text, FeeType::parse)?;
    holds(text, InterpretationForm::parse)?;
    holds(text, NoticeType::parse)?;
    holds(text, RowChange::parse)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        all_hold(&text)?;
    }

    #[test]
    fn texts_made_of_the_pieces_of_values_are_read_or_refused(
        text in "(威环审服字|国务院|令|第|号|〔|〕|\\[|\\]|（|）|年|月|日|公告|20|23|2023|1[0-2]|0|7\
            |十|二〇二三|-|/|\\\\|@/|\\.md|:| |\u{3000}|\u{200b}|主动|依申请|不予|公开|公開|有效|已\
            |废止|失效|通知|报告|综合政务|政务公开|政策|文件|11371002MB0000001E|000014349|[A-Z0-9]\
            |T|Z|\\+08:00|；|。|\n){0,9}"
    ) {
        all_hold(&text)?;
    }
}
