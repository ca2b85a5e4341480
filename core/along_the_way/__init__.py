"""How it goes, along the way: five things that are known to be hard, to think over and to talk about (Q11)."""
