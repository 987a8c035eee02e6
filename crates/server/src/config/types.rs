//! The types of settings that are more than a number or a text.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use axum::http::Uri;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Which engine stores the data.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file in the data directory.
    Sqlite,
    /// A PostgreSQL URL. It may hold a password, so neither `Debug` nor `Display` show it whole.
    Postgres(String),
}

impl FromStr for Database {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "sqlite" {
            return Ok(Self::Sqlite);
        }
        let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
        match rest {
            Some(rest) if !rest.is_empty() => Ok(Self::Postgres(text.to_owned())),
            _ => Err("it is neither \"sqlite\" nor a postgres:// URL"),
        }
    }
}

/// Without the password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite => f.write_str("sqlite"),
            Self::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A URL whose password, in its authority or as a `password` parameter, is `***`.
fn without_password(url: &str) -> String {
    let (before_query, query) =
        url.split_once('?').map_or((url, None), |(url, query)| (url, Some(query)));
    let mut shown = match before_query.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((user, host)) => {
                let (name, password) =
                    user.split_once(':').map_or((user, ""), |(name, _)| (name, ":***"));
                format!("{scheme}://{name}{password}@{host}")
            }
            None => before_query.to_owned(),
        },
        None => before_query.to_owned(),
    };
    if let Some(query) = query {
        let parameters = query.split('&').map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if name.contains("password") => format!("{name}=***"),
            _ => parameter.to_owned(),
        });
        shown.push('?');
        shown.push_str(&parameters.collect::<Vec<_>>().join("&"));
    }
    shown
}

/// Where browsers reach the server: a scheme, a host and perhaps a port, and nothing after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// As browsers write it in `Origin`: lower case, no port where it is the scheme's own, no `/`.
    pub fn origin(&self) -> &str {
        &self.0
    }

    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| "it is not a URL")?;
        let (Some(scheme @ ("http" | "https")), Some(authority)) =
            (uri.scheme_str(), uri.authority())
        else {
            return Err("it does not begin with https:// or http://");
        };
        if authority.as_str().contains('@') {
            return Err("it holds a user name");
        }
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err("it has a path, and Rapport is always at the root of its host");
        }
        let host = authority.host().to_ascii_lowercase();
        let port = authority.port_u16().filter(|port| (scheme, *port) != ("https", 443));
        let port = port.filter(|port| (scheme, *port) != ("http", 80));
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self(format!("{scheme}://{host}{port}")))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// This machine only.
pub(super) fn loopback() -> Vec<IpNet> {
    // A network of 127.0.0.1 with 8 bits is 127.0.0.0/8.
    let v4 = Ipv4Net::new_assert(Ipv4Addr::LOCALHOST, 8).trunc();
    let v6 = Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128);
    vec![v4.into(), v6.into()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            ("postgres://rapport:s3cret@db:5432/rapport", "postgres://rapport:***@db:5432/rapport"),
            ("postgres://rapport:s3@cret@db/rapport", "postgres://rapport:***@db/rapport"),
            ("postgres://rapport@db/rapport", "postgres://rapport@db/rapport"),
            (
                "postgres://db/rapport?user=a&password=s3cret",
                "postgres://db/rapport?user=a&password=***",
            ),
            ("postgresql:///rapport?host=/run/pg", "postgresql:///rapport?host=/run/pg"),
        ] {
            let database: Database = url.parse().unwrap();
            assert_eq!(database.to_string(), shown);
            assert_eq!(format!("{database:?}"), shown);
        }
    }

    #[test]
    fn public_urls() {
        for (text, origin) in [
            ("https://help.example.com", "https://help.example.com"),
            ("https://Help.Example.com:443/", "https://help.example.com"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
        ] {
            assert_eq!(text.parse::<PublicUrl>().unwrap().origin(), origin);
        }
        for wrong in [
            "",
            "help.example.com",
            "ftp://x",
            "https://x/rapport",
            "https://a:b@x",
            "https://x/?y",
        ] {
            assert!(wrong.parse::<PublicUrl>().is_err(), "{wrong}");
        }
    }
}
