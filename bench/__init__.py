"""Side-by-side benchmarks against peers: one module a name, run by `wmp2020 bench NAME`."""
