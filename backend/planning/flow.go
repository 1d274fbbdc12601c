package planning

import "container/heap"

// network is a directed graph in which units flow from one node to another at
// the least cost, by successive shortest paths (Edmonds and Karp 1972; with
// Johnson's potentials the paths are found by Dijkstra). No Go library that is
// kept offers it, and a day's horses are what this program is for.
type network struct {
	arcs []arc   // an arc and its way back stand side by side: i and i^1
	out  [][]int // of each node, indexes of arcs
}

type arc struct {
	to, left int // units that may still go
	cost     int
}

func newNetwork(nodes int) *network { return &network{out: make([][]int, nodes)} }

// join adds an arc for this many units and gives its index. A cost is never
// below nothing.
func (g *network) join(from, to, units, cost int) int {
	at := len(g.arcs)
	g.arcs = append(g.arcs, arc{to, units, cost}, arc{from, 0, -cost})
	g.out[from], g.out[to] = append(g.out[from], at), append(g.out[to], at+1)
	return at
}

// used is how many units went over an arc.
func (g *network) used(at int) int { return g.arcs[at^1].left }

// flow sends what it can from one node to another, at the least cost for as many
// units, and returns how many went.
func (g *network) flow(from, to int) (units int) {
	potential := make([]int, len(g.out))
	for {
		distance, came := g.shortest(from, potential)
		if came[to] < 0 {
			return units
		}
		for node, d := range distance {
			if came[node] >= 0 || node == from {
				potential[node] += min(d, distance[to])
			} else {
				potential[node] += distance[to]
			}
		}
		for node := to; node != from; node = g.arcs[came[node]^1].to {
			g.arcs[came[node]].left--
			g.arcs[came[node]^1].left++
		}
		units++
	}
}

// shortest finds the least cost to each node and the arc it is reached by; -1
// where it is not.
func (g *network) shortest(from int, potential []int) (distance, came []int) {
	distance, came = make([]int, len(g.out)), make([]int, len(g.out))
	done := make([]bool, len(g.out))
	for node := range came {
		came[node] = -1
	}
	reached := &nearest{{node: from}}
	for reached.Len() > 0 {
		next := heap.Pop(reached).(reach)
		if done[next.node] {
			continue
		}
		done[next.node] = true
		for _, at := range g.out[next.node] {
			a := g.arcs[at]
			if a.left == 0 || done[a.to] {
				continue
			}
			d := next.distance + a.cost + potential[next.node] - potential[a.to]
			if came[a.to] < 0 || d < distance[a.to] {
				distance[a.to], came[a.to] = d, at
				heap.Push(reached, reach{d, a.to})
			}
		}
	}
	return distance, came
}

// reachable marks the nodes a unit could still go to from one; with back, those
// it could come from.
func (g *network) reachable(from int, back bool) []bool {
	seen := make([]bool, len(g.out))
	seen[from] = true
	for queue := []int{from}; len(queue) > 0; {
		node := queue[0]
		queue = queue[1:]
		for _, at := range g.out[node] {
			open := g.arcs[at].left > 0
			if back {
				open = g.arcs[at^1].left > 0
			}
			if to := g.arcs[at].to; open && !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return seen
}

type reach struct{ distance, node int }

// nearest is a heap of nodes, the nearest first; of equals the lower node, so
// that the same day gives the same horses.
type nearest []reach

func (n nearest) Len() int { return len(n) }
func (n nearest) Less(a, b int) bool {
	if n[a].distance != n[b].distance {
		return n[a].distance < n[b].distance
	}
	return n[a].node < n[b].node
}
func (n nearest) Swap(a, b int) { n[a], n[b] = n[b], n[a] }
func (n *nearest) Push(x any)   { *n = append(*n, x.(reach)) }
func (n *nearest) Pop() any {
	last := (*n)[len(*n)-1]
	*n = (*n)[:len(*n)-1]
	return last
}
