//! The words of the law and their types: glossary, value types, the fields of items and kinds.
//!
//! Everything here is a pure function of text. A value that was read is right in form; whether it
//! fits its neighbours, the calendar or the rest of the site is judged in `check`. A text that is
//! not a value is refused with one Chinese sentence and, where it can be told, the mend.
//!
//! The glossary is binding: code, templates, schema and messages use these names and no others.
//! [`GLOSSARY`] is the whole list; these are the words on which the rest leans.
//!
//! | 中文 | here | where it comes from |
//! |---|---|---|
//! | 公开属性 | [`Attribute`] | 政府信息公开条例 arts. 13–16: published, on request, withheld |
//! | 索引号, 标题, 内容概述, 成文日期 | [`IndexNumber`], `title`, `description`, `written` | art. 12: what a catalogue must have |
//! | 发布日期 | [`Published`] | art. 26: within 20 working days of being made |
//! | 发文字号, 签发人, 主送机关, 文种 | [`DocumentNumber`], `signatory`, `addressees`, [`Genre`] | GB/T 9704-2012 |
//! | 发文机关 | `issuer` | art. 10: who made it discloses it; of several the lead body, first in the list |
//! | 有效性, 施行日期, 失效日期, 废止依据, 修改依据 | [`Validity`], `effective`, `expires`, `repealed_by`, `amended_by` | the life of a normative document |
//! | 解读对象 | `interprets` | documents and interpretations are linked both ways |
//! | 主题分类 | [`Topic`] | the State Council's document library |
//! | 统一社会信用代码 | [`CreditCode`] | GB 32100-2015 |
//! | 审查 | [`Review`] | art. 17; 保守国家秘密法 art. 35 |
//! | 撤回 | [`Withdrawal`] | what is taken back leaves its reason; 行政处罚法 art. 48 |
//! | 豁免 | [`Waiver`] | a rule that is not to hold, and why |
//! | 信息类型 | [`Kind`] | arts. 19–21: what is published, one struct a kind |
//! | 个人信息, 密级 | [`PersonalData`], [`SecrecySign`] | arts. 14–15: what must not be |

mod glossary;

mod attribute;
mod cited;
mod credit_code;
mod date;
mod document_number;
mod genre;
mod hours;
mod index_number;
mod phone;
mod reference;
mod topic;
mod validity;

mod item;
pub mod kinds;
mod section;

mod fields;
mod schema;

mod personal;
mod secrecy;

mod near;
mod numeral;
mod reading;
mod value;

pub use attribute::Attribute;
pub use cited::{Cited, cited, readings};
pub use credit_code::{CreditCode, is_organisation_code};
pub use date::{Day, MonthDay, Published, chinese as chinese_date};
pub use document_number::DocumentNumber;
pub use fields::fields;
pub use genre::Genre;
pub use glossary::{GLOSSARY, chinese, english};
pub use hours::Hours;
pub use index_number::{IndexNumber, Style as IndexStyle};
pub use item::{Attachment, Change, Item, Review, Waiver, Withdrawal};
pub use kinds::{Kind, KindFields, PublicFields};
pub use numeral::clause_number;
pub use personal::{PersonalData, PersonalKind, personal_data};
pub use phone::{PhonePart, phone_parts};
pub use reference::{Basis, Reference};
pub use schema::schema;
pub use secrecy::{Secrecy, SecrecySign, secrecy_signs};
pub use section::{AnchorLinks, Section, SortBy};
pub use topic::Topic;
pub use validity::Validity;
pub use value::ValueError;
