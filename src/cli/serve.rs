//! `gongkai serve`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::args::{Cli, Format, ServeArgs};
use super::{End, fail, show};
use crate::diag::{Report, human};
use crate::serve::{self, Event, Listener, Options, Polling, Snapshot};
use crate::world::{DiskWorld, World as _};

/// Shows the portal in the browser until Ctrl-C.
pub(super) fn run(cli: &Cli, args: &ServeArgs) -> End {
    let Some(interface) = interface(&args.interface) else {
        let message = format!("「{}」不是可以监听的地址", args.interface);
        return fail(&message, &["写成 127.0.0.1，只有本机能看"]);
    };
    let world = cli.world();
    let options = Options {
        root: world.root().to_owned(),
        interface,
        port: args.port,
        overrides: cli.overrides(),
        poll: args.poll,
        withheld: args.withheld,
    };
    let teller = Teller {
        world: world.clone(),
        format: cli.format,
        asked: args.port,
        shown: Mutex::default(),
    };
    let running = match serve::start(Arc::new(world), &options, Arc::new(teller)) {
        Ok(running) => running,
        Err(error @ serve::Error::Exposed(_)) => {
            return fail(&error.to_string(), &["去掉 --interface 或去掉 --withheld"]);
        }
        Err(error) => return fail(&error.to_string(), &[]),
    };
    if args.open {
        open_browser(running.address());
    }
    match running.wait() {
        Ok(()) => {
            eprintln!("预览结束。");
            End::Clean
        }
        Err(error) => fail(&error.to_string(), &[]),
    }
}

fn interface(text: &str) -> Option<IpAddr> {
    if text == "localhost" {
        return Some(Ipv4Addr::LOCALHOST.into());
    }
    text.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// The address that a browser of this machine opens.
fn url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!("http://{address}/")
}

fn open_browser(address: SocketAddr) {
    if let Err(error) = open::that_detached(url(address)) {
        eprintln!("浏览器没有打开：{error}。请自己打开上面的地址。");
    }
}

/// Prints what happens.
struct Teller {
    world: DiskWorld,
    format: Format,
    asked: u16,
    /// The findings printed last; the same ones are not printed again.
    shown: Mutex<Report>,
}

impl Listener for Teller {
    fn tell(&self, event: Event<'_>) {
        match event {
            Event::Built { snapshot, took } => self.built(snapshot, took),
            Event::Listening { address, private } => self.listening(address, private),
            Event::Polling { why } => eprintln!("{}", polling(why)),
        }
    }
}

fn polling(why: Polling<'_>) -> String {
    match why {
        Polling::Asked => "每秒查看一次文件，不等系统通知改动。".to_owned(),
        Polling::Drive(name) => {
            format!("门户在{name}上，那里的改动系统不一定通知，所以每秒查看一次。")
        }
        Polling::Refused(words) => {
            format!("系统不能通知文件的改动（{words}），改为每秒查看一次。")
        }
        Polling::Silent => {
            "有文件改了，系统没有通知（常见于网络盘和容器），改为每秒查看一次。"
                .to_owned()
        }
    }
}

impl Teller {
    fn built(&self, snapshot: &Snapshot, took: Duration) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if *shown != snapshot.report {
            show::report(&snapshot.report, &self.world, self.format);
            shown.clone_from(&snapshot.report);
        }
        let took = took.as_millis();
        let found =
            human::summary(&snapshot.report).unwrap_or_else(|| "没有问题".to_owned());
        match &snapshot.built {
            Some(built) if !snapshot.failed => {
                let hidden = built.withheld.iter();
                let hidden = hidden.filter(|withheld| withheld.reason.is_whole()).count();
                let open = built.site().items.len();
                eprintln!(
                    "已生成，用时 {took} 毫秒：公开 {open} 条，未公开 {hidden} 条；{found}。"
                );
            }
            _ => eprintln!("有错误，用时 {took} 毫秒：{found}。改好保存后自动更新。"),
        }
    }

    fn listening(&self, address: SocketAddr, private: Option<&str>) {
        if self.asked != 0 && address.port() != self.asked {
            eprintln!("端口 {} 已被占用，改用 {}。", self.asked, address.port());
        }
        if !address.ip().is_loopback() {
            eprintln!("注意：同一网络里的其他人也能看到预览。");
        }
        let today = self.world.today();
        eprintln!(
            "预览地址 {} ，按 {today} 生成。保存文件后网页自动更新，按 Ctrl+C 结束。",
            url(address)
        );
        if let Some(path) = private {
            let root = url(address);
            let root = root.trim_end_matches('/');
            eprintln!("未公开条目的预览 {root}{path} ，只供本机核对，不要转发这个地址。");
        }
    }
}
