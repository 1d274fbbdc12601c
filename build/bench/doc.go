// Package bench measures Paddock on ten years of a large club, each action
// beside its floor: what bare SQLite or the PDF library needs for the same data
// and nothing more.
//
// It runs with the tag "bench", which `make bench` sets. Times differ from
// machine to machine and with what else runs there, so a time never fails the
// run: the ratio of two medians taken alternately does. How often the disk syncs
// is exact and counted in build/torture.
package bench
