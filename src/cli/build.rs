//! `gongkai build`.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{BuildArgs, Cli};
use super::{End, fail, show};
use crate::diag::human;
use crate::pipeline::{self, Built, Failure};
use crate::publish::{Changes, Durability, Mode, Target, published_input};
use crate::world::DiskWorld;

/// Folders of a portal that are read, and so must never be written.
const SOURCES: [&str; 5] = ["content", "templates", "static", "themes", "data"];

/// Builds and publishes.
pub(super) fn run(cli: &Cli, args: &BuildArgs) -> End {
    let begun = Instant::now();
    let world = cli.world();
    let outcome = pipeline::build(&world, &cli.overrides(), None);
    show::report(&outcome.report, &world, cli.format);
    let Some(built) = outcome.built.filter(|_| !outcome.report.has_errors()) else {
        let count = human::summary(&outcome.report).unwrap_or_default();
        eprintln!("没有生成网站：{count}。原来的网站没有动。");
        return End::Findings;
    };
    // To take a large site to pieces would be a twentieth of the whole time, and the process ends.
    let built = ManuallyDrop::new(built);
    let target = target(&world, &built, args);
    if published_input(&target).as_deref() == Some(built.input.as_str()) {
        eprintln!("没有变化，「{}」已是最新。", target.folder.display());
        tell_next(&built);
        return End::Clean;
    }
    publish(cli, &world, &built, &target, begun)
}

fn publish(
    cli: &Cli,
    world: &DiskWorld,
    built: &Built,
    target: &Target,
    begun: Instant,
) -> End {
    let bar = show::progress(built.renderer.all().len(), "正在写出");
    let done = pipeline::publish(built, world, target, &|| bar.inc(1));
    bar.finish_and_clear();
    match done {
        Ok(changes) => {
            tell(built, target, &changes, begun);
            End::Clean
        }
        Err(Failure::Pages(report)) => {
            show::report(&report.sorted(), world, cli.format);
            eprintln!("没有生成网站：有网页做不出来。原来的网站没有动。");
            End::Findings
        }
        Err(Failure::Publish(error)) => fail(&error.to_string(), &[]),
    }
}

fn target(world: &DiskWorld, built: &Built, args: &BuildArgs) -> Target {
    let root = world.root();
    let folder = args.output_dir.clone();
    let folder = folder.unwrap_or_else(|| root.join(&built.site().config.output_dir));
    Target {
        folder,
        root: root.to_owned(),
        sources: sources(root),
        mode: if args.in_place { Mode::InPlace } else { Mode::Exchange },
        durability: if args.no_sync { Durability::Fast } else { Durability::Durable },
    }
}

fn sources(root: &Path) -> Vec<PathBuf> {
    SOURCES.iter().map(|name| root.join(name)).filter(|folder| folder.is_dir()).collect()
}

fn tell(built: &Built, target: &Target, changes: &Changes, begun: Instant) {
    let site = built.site();
    let hidden =
        built.withheld.iter().filter(|withheld| withheld.reason.is_whole()).count();
    eprintln!(
        "已生成「{}」：公开 {} 条，未公开 {hidden} 条；网页和文件新增 {}、更新 {}、删除 {}、不变 {}；用时 {} 毫秒。",
        target.folder.display(),
        site.items.len(),
        changes.added.len(),
        changes.changed.len(),
        changes.removed.len(),
        changes.unchanged,
        begun.elapsed().as_millis(),
    );
    tell_next(built);
}

fn tell_next(built: &Built) {
    if let Some(due) = built.next_due {
        eprintln!("下一个定时公开的日期是 {due}，那一天要再生成一次。");
    }
}
