// Package club holds the club itself: its identity and policy, its staff, the
// households and their riders, and the refusals every other package speaks in.
//
// It is pure: it must not know the clock, the disk, SQL or HTTP, nor what is
// sold.
package club
