//! Where this program may post to. An administrator chooses the address, which the network that the
//! program runs in trusts perhaps more than it trusts administrators: by itself only what is public.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::IpNet;

/// Addresses that are not of the public internet: IANA's registries of special-purpose addresses
/// (RFC 6890), multicast (RFC 5771, RFC 4291) and what is reserved.
static SPECIAL: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "::1/128",
        "100::/64",
        "2001:db8::/32",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    ]
    .iter()
    .filter_map(|net| net.parse().ok())
    .collect()
});

/// The networks that may be reached beside the public internet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach(Vec<IpNet>);

impl Reach {
    pub fn new(allowed: Vec<IpNet>) -> Self {
        Self(allowed)
    }

    pub fn may(&self, ip: IpAddr) -> bool {
        let ip = seen_through(ip);
        self.0.iter().any(|net| net.contains(&ip)) || !SPECIAL.iter().any(|net| net.contains(&ip))
    }
}

/// The IPv4 address to which an IPv6 address leads: mapped (RFC 4291, section 2.5.5.2), translated
/// (RFC 6052) or tunnelled (RFC 3056); otherwise the address itself.
fn seen_through(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip.to_canonical() else { return ip.to_canonical() };
    let octets = v6.octets();
    let v4 = |from: usize| [octets[from], octets[from + 1], octets[from + 2], octets[from + 3]];
    let translated = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0).octets();
    if octets[..12] == translated[..12] {
        return IpAddr::from(v4(12));
    }
    if octets[..2] == [0x20, 0x02] {
        return IpAddr::from(v4(2));
    }
    ip
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_public_unless_it_is_allowed() {
        let public = Reach::default();
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "::1",
            "::",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
        ] {
            assert!(!public.may(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["1.1.1.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::101:101"] {
            assert!(public.may(ip.parse().unwrap()), "{ip}");
        }
        let office = Reach::new(vec!["10.1.0.0/16".parse().unwrap(), "::1/128".parse().unwrap()]);
        assert!(office.may("10.1.2.3".parse().unwrap()));
        assert!(office.may("::ffff:10.1.2.3".parse().unwrap()));
        assert!(office.may("::1".parse().unwrap()));
        assert!(!office.may("10.2.0.1".parse().unwrap()));
    }
}
