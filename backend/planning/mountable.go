package planning

import "slices"

// Mountable reports whether each of some riders finds a horse beside others who
// want one at the same time, without taking the last that one of those could have.
// Both are given by the horses each may have, and no horse carries two.
//
// The others are matched first, as many as can be; a rider then has a horse when an
// augmenting path begins there (Berge 1957), for a greatest matching only grows by one.
func Mountable(others, riders [][]HorseID) bool {
	wants := append(append([][]HorseID{}, others...), riders...)
	on := map[HorseID]int{} // who has it
	var mount func(who int, asked map[HorseID]bool) bool
	mount = func(who int, asked map[HorseID]bool) bool {
		for _, horse := range wants[who] {
			if asked[horse] {
				continue
			}
			asked[horse] = true
			if has, taken := on[horse]; !taken || mount(has, asked) {
				on[horse] = who
				return true
			}
		}
		return false
	}
	for who := range wants {
		if found := mount(who, map[HorseID]bool{}); !found && who >= len(others) {
			return false
		}
	}
	return true
}

// MountableThrough is Mountable over a time in which others come and go: moments are
// who rides then, each by the horses they may have. A rider keeps one horse through all
// of them.
func MountableThrough(moments [][][]HorseID, riders [][]HorseID) bool {
	for _, others := range moments {
		if !Mountable(others, riders) {
			return false
		}
	}
	if len(moments) < 2 {
		return true
	}
	given := make([][]HorseID, 0, len(riders))
	var keep func() bool
	keep = func() bool {
		if len(given) == len(riders) {
			return !slices.ContainsFunc(moments, func(others [][]HorseID) bool { return !Mountable(others, given) })
		}
		for _, horse := range riders[len(given)] {
			given = append(given, []HorseID{horse})
			found := keep()
			given = given[:len(given)-1]
			if found {
				return true
			}
		}
		return false
	}
	return keep()
}
