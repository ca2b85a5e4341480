"""Which letters the fonts of `fonts/` draw, kept apart from them: where a font file is gone or broken nothing can be
drawn, but everything that is written can still be read and signed. `fonts/make.py` prints the two ranges below, and a
test holds them to be those of the files."""

# Code points in hexadecimal, from and to.
_SMALL = "20-7e a0-17f 2010-2027 202f-203a 2044 20ac 2116 2122 2212 "

_ALL = (
    "20-7e a0-377 37a-37f 384-38a 38c 38e-3a1 3a3-3e1 3f0-52f 531-556 559-58a 58d-58f 10a0-10c5 10c7 10cd "
    "10d0-10ff 1200-1248 124a-124d 1250-1256 1258 125a-125d 1260-1288 128a-128d 1290-12b0 12b2-12b5 "
    "12b8-12be 12c0 12c2-12c5 12c8-12d6 12d8-1310 1312-1315 1318-135a 135d-137c 1380-1399 1c90-1cba "
    "1cbd-1cbf 1e00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 "
    "1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe 2010-2027 202f-203a 203c 2044 2049 "
    "2070-2071 2074-208e 2090-209c 20a0-20bf 20dd-20e0 20e2-20e4 2100-218b 2190-230f 2311-2318 231a-231f "
    "2322-2335 237b-2394 2396-239a 23af 23be-23db 23e2-2426 2440-244a 2460-24ff 25a0-27bf 27c2 27dc "
    "27e6-27ef 27f5-27ff 2921-2922 2934-2935 2981 299b 29a0 29a3 29b8 29bf 29eb 29f5 2a00-2a2f 2a7d-2a7e "
    "2ade 2ae3-2ae5 2aee 2b00-2b0d 2b12-2b2f 2b4d-2b73 2b76-2b95 2b97-2bff 2d00-2d25 2d27 2d2d 2d80-2d96 "
    "2da0-2da6 2da8-2dae 2db0-2db6 2db8-2dbe 2dc0-2dc6 2dc8-2dce 2dd0-2dd6 2dd8-2dde 3030 303d 3297 3299 "
    "fb00-fb06 1f004 1f0cf 1f100-1f10c 1f110-1f16c 1f170-1f1ac 1f1e6-1f1ff 1f201-1f202 1f21a 1f22f "
    "1f232-1f23a 1f250-1f251 1f300-1f321 1f324-1f393 1f396-1f397 1f399-1f39b 1f39e-1f3f0 1f3f3-1f3f5 "
    "1f3f7-1f4fd 1f4ff-1f53d 1f549-1f54e 1f550-1f567 1f56f-1f570 1f573-1f57a 1f587 1f58a-1f58d 1f590 "
    "1f595-1f596 1f5a4-1f5a5 1f5a8 1f5b1-1f5b2 1f5bc 1f5c2-1f5c4 1f5d1-1f5d3 1f5dc-1f5de 1f5e1 1f5e3 "
    "1f5e8 1f5ef 1f5f3-1f64f 1f680-1f6c5 1f6cb-1f6d2 1f6d5-1f6d7 1f6dc-1f6e5 1f6e9 1f6eb-1f6ec 1f6f0 "
    "1f6f3-1f6fc 1f7e0-1f7eb 1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff 1fa70-1fa7c 1fa80-1fa88 "
    "1fa90-1fabd 1fabf-1fac5 1face-1fadb 1fae0-1fae8 1faf0-1faf8 "
)


def _letters(ranges: str) -> frozenset[str]:
    ends = (each.partition("-") for each in ranges.split())
    return frozenset(chr(code) for first, _, last in ends for code in range(int(first, 16), int(last or first, 16) + 1))


# What the small Noto Sans draws by itself, and what any of the fonts does.
DRAWN_BY_SMALL = _letters(_SMALL)
DRAWN = _letters(_ALL)
