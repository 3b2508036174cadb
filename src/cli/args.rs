//! The arguments, with their help in Chinese.

use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::End;
use crate::config::Overrides;
use crate::search::reader::Range;
use crate::world::{Date, DiskWorld};

const HELP: &str = "\
{about}

用法: {usage}

命令:
{subcommands}

选项:
{options}

例子:
  gongkai init 我的门户      新建一个门户
  gongkai serve              边写边看
  gongkai build              生成网站
";

const COMMAND_HELP: &str = "\
{about}

用法: {usage}

{all-args}
";

/// 政府信息公开门户生成器：把写好的条目变成可以发布的网站
#[derive(Debug, Parser)]
#[command(
    name = "gongkai",
    version,
    override_usage = "gongkai [选项] 命令 [参数]",
    help_template = HELP,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub(super) struct Cli {
    /// 门户所在的文件夹
    #[arg(
        short,
        long,
        global = true,
        default_value = ".",
        value_name = "文件夹",
        help_heading = "选项",
        hide_default_value = true
    )]
    pub(super) root: PathBuf,
    /// 配置文件，相对于门户文件夹
    #[arg(short, long, global = true, value_name = "文件", help_heading = "选项")]
    pub(super) config: Option<String>,
    /// 检查结果的格式
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "格式", help_heading = "选项", hide_default_value = true, hide_possible_values = true)]
    pub(super) format: Format,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For a person.
    Human,
    /// One JSON object a line.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 新建一个门户，建好就能生成网站
    #[command(help_template = COMMAND_HELP, override_usage = "gongkai init 文件夹")]
    Init(InitArgs),
    /// 检查全部条目并生成网站
    #[command(help_template = COMMAND_HELP, override_usage = "gongkai build [选项]")]
    Build(BuildArgs),
    /// 边写边看：在浏览器里预览，保存后自动刷新
    #[command(help_template = COMMAND_HELP, override_usage = "gongkai serve [选项]")]
    Serve(ServeArgs),
    /// 把公文的文字（.txt 或 .md）变成一个新条目
    #[command(help_template = COMMAND_HELP, override_usage = "gongkai import 文件 [-t 栏目]")]
    Import(ImportArgs),
    /// 输出一种信息类型的 JSON Schema，供编辑器提示用
    #[command(help_template = COMMAND_HELP, override_usage = "gongkai schema 类型")]
    Schema(SchemaArgs),
    /// 在生成好的网站里搜索，结果和网页上的一样
    #[command(help_template = COMMAND_HELP, override_usage = "gongkai search 搜索词 [选项]")]
    Search(SearchArgs),
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// 新门户的文件夹，不能已有内容
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub(super) folder: PathBuf,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    /// 输出文件夹（默认 public）
    #[arg(short, long, value_name = "文件夹", help_heading = "参数")]
    pub(super) output_dir: Option<PathBuf>,
    /// 门户网址，代替配置文件里的网址
    #[arg(short = 'u', long, value_name = "网址", help_heading = "参数")]
    pub(super) base_url: Option<String>,
    /// 按哪一天生成（默认今天），写成 2026-11-24
    #[arg(long, value_name = "日期", value_parser = date, help_heading = "参数")]
    pub(super) as_of: Option<Date>,
    /// 同时进行的任务数（默认全部处理器）
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..), help_heading = "参数")]
    pub(super) jobs: Option<u16>,
    /// 逐个文件替换，用于挂载点（中途断电可能新旧并存）
    #[arg(long, help_heading = "参数")]
    pub(super) in_place: bool,
    /// 不等数据写到磁盘上就结束（断电可能丢失，供测速用）
    #[arg(long, hide = true)]
    pub(super) no_sync: bool,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "the switches of a command")]
pub(super) struct ServeArgs {
    /// 监听的地址（默认 127.0.0.1，只有本机能看）
    #[arg(
        short,
        long,
        default_value = "127.0.0.1",
        value_name = "地址",
        help_heading = "参数",
        hide_default_value = true
    )]
    pub(super) interface: String,
    /// 端口（默认 1111，被占用时换后面的）
    #[arg(
        short,
        long,
        default_value_t = 1111,
        value_name = "端口",
        help_heading = "参数",
        hide_default_value = true
    )]
    pub(super) port: u16,
    /// 用浏览器打开
    #[arg(short = 'O', long, help_heading = "参数")]
    pub(super) open: bool,
    /// 每秒查看一次文件，不等系统通知改动（网络盘、容器里用；一般会自动发现）
    #[arg(long, help_heading = "参数")]
    pub(super) poll: bool,
    /// 未公开的条目（草稿、未到日期、依申请公开等）也可以预览，地址只在终端里显示，只供本机
    #[arg(long, help_heading = "参数")]
    pub(super) withheld: bool,
    /// 按哪一天预览（默认今天），写成 2026-11-24
    #[arg(long, value_name = "日期", value_parser = date, help_heading = "参数")]
    pub(super) as_of: Option<Date>,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// 公文的文字，.txt 或 .md
    #[arg(value_name = "文件", help_heading = "参数")]
    pub(super) file: PathBuf,
    /// 放进哪个栏目（content 下的文件夹）
    #[arg(short = 't', long, value_name = "栏目", help_heading = "参数")]
    pub(super) to: Option<String>,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// 信息类型，例如 政策文件
    #[arg(value_name = "类型", help_heading = "参数")]
    pub(super) kind: String,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// 要找的词，几个词用空格隔开；「-词」不要这个词，带空格的一段话用引号
    #[arg(value_name = "搜索词", required = true, help_heading = "参数")]
    pub(super) query: Vec<String>,
    /// 最多显示几条（默认 10）
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..), value_name = "条数", help_heading = "参数", hide_default_value = true)]
    pub(super) limit: u16,
    /// 跳过前几条
    #[arg(
        long,
        default_value_t = 0,
        value_name = "条数",
        help_heading = "参数",
        hide_default_value = true
    )]
    pub(super) offset: u32,
    /// 排序：相关 或 日期
    #[arg(long, value_enum, default_value_t = Order::Relevance, value_name = "排序", help_heading = "参数", hide_default_value = true, hide_possible_values = true)]
    pub(super) sort: Order,
    /// 只要这个栏目（可以写几次，下同）
    #[arg(long, value_name = "栏目", help_heading = "参数")]
    pub(super) column: Vec<String>,
    /// 只要这一年
    #[arg(long, value_name = "年份", help_heading = "参数")]
    pub(super) year: Vec<u16>,
    /// 只要这个主题分类
    #[arg(long, value_name = "主题", help_heading = "参数")]
    pub(super) topic: Vec<String>,
    /// 只要这个机关发的
    #[arg(long, value_name = "机关", help_heading = "参数")]
    pub(super) issuer: Vec<String>,
    /// 只要这种有效性，例如 现行有效
    #[arg(long, value_name = "有效性", help_heading = "参数")]
    pub(super) validity: Vec<String>,
    /// 只要这种信息类型，例如 政策文件
    #[arg(long, value_name = "类型", help_heading = "参数")]
    pub(super) kind: Vec<String>,
    /// 从哪一天起，写成 2026、2026-11 或 2026-11-24
    #[arg(long, value_name = "日期", value_parser = first_day, help_heading = "参数")]
    pub(super) from: Option<Date>,
    /// 到哪一天止
    #[arg(long, value_name = "日期", value_parser = last_day, help_heading = "参数")]
    pub(super) to: Option<Date>,
    /// 网站所在的输出文件夹（默认 public）
    #[arg(short, long, value_name = "文件夹", help_heading = "参数")]
    pub(super) output_dir: Option<PathBuf>,
}

/// The order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Order {
    /// The best first.
    #[value(name = "相关", alias = "relevance")]
    Relevance,
    /// The newest first.
    #[value(name = "日期", alias = "date")]
    Date,
}

impl Cli {
    /// The world of the portal.
    pub(super) fn world(&self) -> DiskWorld {
        let as_of = match &self.command {
            Command::Build(args) => args.as_of,
            Command::Serve(args) => args.as_of,
            _ => None,
        };
        DiskWorld::new(&self.root, as_of)
    }

    /// What the command line puts in place of the files' words.
    pub(super) fn overrides(&self) -> Overrides {
        let base_url = match &self.command {
            Command::Build(args) => args.base_url.clone(),
            _ => None,
        };
        Overrides { file: self.config.clone(), base_url }
    }

    /// `--jobs`.
    pub(super) fn jobs(&self) -> Option<usize> {
        match &self.command {
            Command::Build(args) => args.jobs.map(usize::from),
            _ => None,
        }
    }
}

fn date(text: &str) -> Result<Date, String> {
    crate::disclosure::Day::parse(text)
        .map(crate::disclosure::Day::date)
        .map_err(|error| error.to_string())
}

fn first_day(text: &str) -> Result<Date, String> {
    Range::first_day(text).ok_or_else(|| "不是日期".to_owned())
}

fn last_day(text: &str) -> Result<Date, String> {
    Range::last_day(text).ok_or_else(|| "不是日期".to_owned())
}

/// Shows help and version as they are, and says in Chinese what is wrong with arguments.
pub(super) fn explain(error: &clap::Error) -> End {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{error}");
            return End::Clean;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{error}");
            return End::Failed;
        }
        _ => {}
    }
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let (argument, value) =
        (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识参数「{argument}」"),
        ErrorKind::InvalidSubcommand => {
            format!("不认识命令「{}」", said(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("参数「{argument}」后面要写内容")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("参数「{argument}」不能写「{value}」")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::MissingSubcommand => "没有写命令".to_owned(),
        ErrorKind::ArgumentConflict => format!("参数「{argument}」重复或互相冲突"),
        _ => "参数有误".to_owned(),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].map(said);
    let near = near.iter().find(|near| !near.is_empty());
    let near = near.map(|near| format!("你是不是想写「{near}」"));
    let help = "运行「gongkai --help」看全部用法";
    super::fail(&message, &[near.as_deref().unwrap_or(help)])
}
