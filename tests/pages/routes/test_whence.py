import pytest

from core.settings import networks
from pages.routes.whence import network_of

OURS = networks("10.0.0.0/8, 192.0.2.7,2001:db8:9::/48")


@pytest.mark.parametrize(
    ("peer", "forwarded", "network"),
    [
        ("9.9.9.9", "", "9.9.9.9"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "", "2001:db8:1:2::/64"),
        ("::ffff:9.9.9.9", "", "9.9.9.9"),
        # Only a trusted proxy is believed, and only about whom it heard from itself.
        ("9.9.9.9", "8.8.4.4", "9.9.9.9"),
        ("10.1.2.3", "8.8.4.4", "8.8.4.4"),
        ("10.1.2.3", "1.1.1.1, 8.8.4.4", "8.8.4.4"),
        ("10.1.2.3", "1.1.1.1, 8.8.4.4, 192.0.2.7", "8.8.4.4"),
        ("2001:db8:9::1", "[2001:db8:5::1]:443", "2001:db8:5::/64"),
        ("10.1.2.3", "8.8.4.4:55123", "8.8.4.4"),
        ("10.1.2.3", "172.16.4.4", "172.16.4.4"),
        # A server that believes a proxy on its own machine has taken it in already.
        ("8.8.4.4", "1.1.1.1, 8.8.4.4", "8.8.4.4"),
        ("192.168.1.20", "192.168.1.20", "192.168.1.20"),
        # What cannot be told.
        ("", "", ""),
        ("127.0.0.1", "", ""),
        ("testclient", "", ""),
        ("10.1.2.3", "unknown", ""),
        ("172.17.0.1", "8.8.4.4", ""),
        ("172.17.0.1", "", "172.17.0.1"),
    ],
)
def test_a_network_is_believed_from_those_who_are_trusted(peer, forwarded, network):
    assert network_of(peer, forwarded, OURS) == network


@pytest.mark.parametrize("written", ["proxy", "10.0.0.0/99", "10.0.0.1 10.0.0.2"])
def test_what_is_no_network_is_refused(written):
    with pytest.raises(ValueError, match="not appear to be"):
        networks(written)
