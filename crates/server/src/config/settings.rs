//! The one table of settings.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Config;
use super::types::LogFormat;
use super::value::Value;
use crate::telemetry;

/// One setting. Its default is what [`Config::default`] holds.
pub(super) struct Setting {
    /// Its name in the file, tables joined by dots.
    pub key: &'static str,
    /// What its value is, with the unit, for the documentation.
    pub kind: &'static str,
    /// A value that could be written, as TOML.
    pub example: &'static str,
    /// What it does, for the documentation: whole sentences in Markdown.
    pub help: &'static str,
    /// Whether the value may hold a password, so that it is never repeated as it was written.
    pub secret: bool,
    /// Reads a value. The error completes "cannot be so, because …".
    pub set: fn(&mut Config, &Value) -> Result<(), String>,
    /// The value as it would be written, without secrets; `None` when it is not set.
    pub get: fn(&Config) -> Option<Value>,
}

impl Setting {
    /// Its name in the environment.
    pub fn variable(&self) -> String {
        format!("RAPPORT_{}", self.key.replace('.', "_").to_uppercase())
    }

    /// The example as the environment and flags take it.
    pub fn plain_example(&self) -> String {
        self.example.replace(['"', '[', ']'], "").replace(", ", ",")
    }
}

pub(super) fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

pub(super) static SETTINGS: &[Setting] = &[
    Setting {
        key: "data_dir",
        kind: "folder",
        example: "\"/var/lib/rapport\"",
        help: "Where the SQLite store and uploaded files are. It is made if it does not exist. A \
               relative path starts at the folder in which `rapport` is started. `rapport demo` \
               uses `data/demo` by default.",
        secret: false,
        set: |config, value| value.text().map(|path| config.data_dir = path.into()),
        get: |config| Some(path(&config.data_dir)),
    },
    Setting {
        key: "listen",
        kind: "address and port",
        example: "\"127.0.0.1:8080\"",
        help: "Where to accept connections. Port 0 picks a free port and prints it. `0.0.0.0` \
               accepts from everywhere; put a proxy that speaks HTTPS before it.",
        secret: false,
        set: |config, value| {
            let wrong = |_| "it is not an IP address and a port".to_owned();
            value.text()?.parse().map(|listen| config.listen = listen).map_err(wrong)
        },
        get: |config| Some(Value::Text(config.listen.to_string())),
    },
    Setting {
        key: "public_url",
        kind: "URL without a path",
        example: "\"https://help.example.com\"",
        help: "Where browsers reach this server, when a proxy stands before it. With `https://`, \
               cookies are sent over HTTPS only and browsers are told never to try HTTP.",
        secret: false,
        set: |config, value| value.parsed().map(|url| config.public_url = Some(url)),
        get: |config| config.public_url.as_ref().map(|url| Value::Text(url.to_string())),
    },
    Setting {
        key: "database",
        kind: "`sqlite`, or a PostgreSQL URL",
        example: "\"postgres://rapport:password@localhost/rapport\"",
        help: "Which engine stores the data: `sqlite` is a file in `data_dir`. Give a URL that \
               holds a password by the environment, not by a flag, which other users can see. Over \
               a network, end it with `?sslmode=verify-full`, and `&sslrootcert=FILE` where the \
               server's certificate is not signed by an authority that the system knows.",
        secret: true,
        set: |config, value| value.parsed().map(|database| config.database = database),
        get: |config| Some(Value::Text(config.database.to_string())),
    },
    Setting {
        key: "log.level",
        kind: "level, or targets with levels",
        example: "\"info\"",
        help: "What is logged: `error`, `warn`, `info`, `debug`, `trace` or `off`, or a list such \
               as `warn,rapport_server=debug`. `rapport::access` is the line for each request.",
        secret: false,
        set: |config, value| {
            let level = value.text()?;
            telemetry::parse_level(level).map_err(|error| error.to_string())?;
            config.log.level = level.to_owned();
            Ok(())
        },
        get: |config| Some(Value::Text(config.log.level.clone())),
    },
    Setting {
        key: "log.format",
        kind: "`text` or `json`",
        example: "\"text\"",
        help: "How log lines are written to standard error: `text` for people, `json` for machines.",
        secret: false,
        set: |config, value| {
            config.log.format = match value.text()? {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                _ => return Err("it is neither \"text\" nor \"json\"".to_owned()),
            };
            Ok(())
        },
        get: |config| {
            let format = match config.log.format {
                LogFormat::Text => "text",
                LogFormat::Json => "json",
            };
            Some(Value::Text(format.to_owned()))
        },
    },
    Setting {
        key: "trusted_proxies",
        kind: "list of networks",
        example: "[\"10.0.0.0/8\", \"::1/128\"]",
        help: "Proxies whose `X-Forwarded-For` header is believed. The address of a client that \
               comes through any other is the proxy's own, for limits and in the log.",
        secret: false,
        set: |config, value| value.list().map(|list| config.trusted_proxies = list),
        get: |config| Some(list(&config.trusted_proxies)),
    },
    Setting {
        key: "metrics.allow",
        kind: "list of networks",
        example: "[\"127.0.0.0/8\", \"10.0.0.0/8\"]",
        help: "Networks from which `/metrics` (Prometheus) may be read.",
        secret: false,
        set: |config, value| value.list().map(|list| config.metrics.allow = list),
        get: |config| Some(list(&config.metrics.allow)),
    },
    Setting {
        key: "limits.visitor_messages_per_minute",
        kind: "messages a minute, 1 to 10,000",
        example: "20",
        help: "How many messages one visitor of the web chat may send. What is sent above it is \
               refused, and the visitor is told to wait.",
        secret: false,
        set: |config, value| {
            value.whole(1..=10_000).map(|limit| config.limits.visitor_messages_per_minute = limit)
        },
        get: |config| Some(Value::Integer(config.limits.visitor_messages_per_minute.into())),
    },
    Setting {
        key: "limits.visitor_connections_per_minute",
        kind: "connections a minute, 1 to 1,000,000",
        example: "600",
        help: "How many times a minute the web chats of one network (an IPv4 address, an IPv6 /64) \
               may connect. A company's visitors may share one. What comes above it is answered \
               with 429, and the chat tries again.",
        secret: false,
        set: |config, value| {
            value
                .whole(1..=1_000_000)
                .map(|limit| config.limits.visitor_connections_per_minute = limit)
        },
        get: |config| Some(Value::Integer(config.limits.visitor_connections_per_minute.into())),
    },
    Setting {
        key: "limits.body_bytes",
        kind: "bytes, 65,536 to 67,108,864",
        example: "1048576",
        help: "The largest body of an API request. A larger one is answered with 413.",
        secret: false,
        set: |config, value| {
            value.whole(65_536..=67_108_864).map(|limit| config.limits.body_bytes = limit)
        },
        get: |config| Some(whole(config.limits.body_bytes)),
    },
    Setting {
        key: "attachments.bytes_max",
        kind: "bytes, 65,536 to 1,073,741,824",
        example: "26214400",
        help: "The largest file that visitors and agents may attach. A larger one is answered with \
               413. A proxy before this server must let as much through.",
        secret: false,
        set: |config, value| {
            value.whole(65_536..=1_073_741_824).map(|bytes| config.attachments.bytes_max = bytes)
        },
        get: |config| Some(Value::Integer(config.attachments.bytes_max)),
    },
    Setting {
        key: "attachments.refused",
        kind: "list of endings",
        example: "[\"exe\", \"bat\", \"js\"]",
        help: "Files that are not taken, by the ending of their name or by what their first bytes \
               say that they are: those that do something when they are opened. A list of your own \
               replaces the whole list.",
        secret: false,
        set: |config, value| value.list().map(|list| config.attachments.refused = list),
        get: |config| Some(list(&config.attachments.refused)),
    },
    Setting {
        key: "attachments.visitor_uploads_per_minute",
        kind: "files a minute, 1 to 10,000",
        example: "20",
        help: "How many files one visitor of the web chat may upload.",
        secret: false,
        set: |config, value| {
            value
                .whole(1..=10_000)
                .map(|limit| config.attachments.visitor_uploads_per_minute = limit)
        },
        get: |config| Some(Value::Integer(config.attachments.visitor_uploads_per_minute.into())),
    },
    Setting {
        key: "attachments.client_uploads_per_minute",
        kind: "files a minute, 1 to 1,000,000",
        example: "120",
        help: "How many files the visitors of one network (an IPv4 address, an IPv6 /64) may upload \
               together. A company's visitors may share one.",
        secret: false,
        set: |config, value| {
            value
                .whole(1..=1_000_000)
                .map(|limit| config.attachments.client_uploads_per_minute = limit)
        },
        get: |config| Some(Value::Integer(config.attachments.client_uploads_per_minute.into())),
    },
    Setting {
        key: "attachments.unsent_bytes_max",
        kind: "bytes, 65,536 to 1,099,511,627,776",
        example: "4294967296",
        help: "How much room files may take that visitors have uploaded and not sent yet. They are \
               dropped after 24 hours. Above it, visitors are told to try again later; agents are \
               not affected.",
        secret: false,
        set: |config, value| {
            value
                .whole(65_536..=1_099_511_627_776)
                .map(|bytes| config.attachments.unsent_bytes_max = bytes)
        },
        get: |config| Some(Value::Integer(config.attachments.unsent_bytes_max)),
    },
    Setting {
        key: "webhooks.allow",
        kind: "list of networks",
        example: "[\"10.0.0.0/8\"]",
        help: "Networks that webhooks and custom inboxes may post to, beside the public internet. By \
               default they cannot: an administrator's webhook could otherwise reach what only this \
               server's network trusts.",
        secret: false,
        set: |config, value| value.list().map(|list| config.webhooks.allow = list),
        get: |config| Some(list(&config.webhooks.allow)),
    },
    Setting {
        key: "mail.authorities",
        kind: "file",
        example: "\"/etc/rapport/authorities.pem\"",
        help: "Certificates (PEM) of authorities that are trusted for mail servers, beside those of \
               the system: for a mail server whose certificate your own authority has signed.",
        secret: false,
        set: |config, value| {
            config.mail.authorities = Some(PathBuf::from(value.text()?));
            Ok(())
        },
        get: |config| config.mail.authorities.as_deref().map(path),
    },
    Setting {
        key: "serving_lease_ms",
        kind: "milliseconds, 1,000 to 600,000",
        example: "15000",
        help: "A store has one server. How long one that shows no sign of life (it is stopped, its \
               machine is cut off) keeps the store before another may take it, and how long a start \
               waits for another server to end. After a stop, a crash or `kill -9` nobody waits.",
        secret: false,
        set: |config, value| {
            value.whole(1_000..=600_000).map(|ms| config.serving_lease = Duration::from_millis(ms))
        },
        get: |config| Some(whole(config.serving_lease.as_millis())),
    },
    Setting {
        key: "shutdown_grace_ms",
        kind: "milliseconds, 0 to 600,000",
        example: "10000",
        help: "How long a stop (SIGTERM, Ctrl-C) waits for open requests and sockets before it \
               cuts them. Nothing acknowledged is lost either way.",
        secret: false,
        set: |config, value| {
            value.whole(0..=600_000).map(|ms| config.shutdown_grace = Duration::from_millis(ms))
        },
        get: |config| Some(whole(config.shutdown_grace.as_millis())),
    },
    Setting {
        key: "assets_dir",
        kind: "folder",
        example: "\"web\"",
        help: "For work on Rapport itself: the `web` folder of its source, from which the built web \
               apps are then read instead of from the program.",
        secret: false,
        set: |config, value| {
            let dir = PathBuf::from(value.text()?);
            if !dir.is_dir() {
                return Err("there is no such folder".to_owned());
            }
            config.assets_dir = Some(dir);
            Ok(())
        },
        get: |config| config.assets_dir.as_deref().map(path),
    },
];

fn path(path: &Path) -> Value {
    Value::Text(path.display().to_string())
}

fn list<T: ToString>(items: &[T]) -> Value {
    Value::List(items.iter().map(ToString::to_string).collect())
}

fn whole(number: impl TryInto<i64>) -> Value {
    // Every number here has been read from an i64.
    Value::Integer(number.try_into().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_accepted_wherever_it_is_written() {
        for setting in SETTINGS.iter().filter(|setting| setting.key != "assets_dir") {
            let mut config = Config::default();
            (setting.set)(&mut config, &Value::Untyped(setting.plain_example())).unwrap();
            let from_plain = (setting.get)(&config);
            let toml = format!("value = {}", setting.example);
            let table = super::super::file::read("x.toml".as_ref(), &toml).unwrap();
            let mut config = Config::default();
            (setting.set)(&mut config, &table[0].value).unwrap();
            assert_eq!((setting.get)(&config), from_plain, "{}", setting.key);
        }
    }

    #[test]
    fn every_default_comes_back_as_it_is_shown() {
        let default = Config::default();
        for setting in SETTINGS {
            if let Some(shown) = (setting.get)(&default) {
                let mut config = Config::default();
                (setting.set)(&mut config, &shown).unwrap();
                assert_eq!(config, default, "{}", setting.key);
            }
        }
    }
}
