//! 一般信息: an item of no particular kind, and of every folder that `disclosure.yaml` does not list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 一般信息没有专用字段
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct GeneralFields {}
