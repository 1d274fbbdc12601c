// Package torture breaks what the selling program stands on, its disk, its
// power, its being alone, and then asks whether anything it had acknowledged
// was lost (PERFORMANCE, R1 to R6). It runs with the tag "torture": whole in
// `make torture`, short (go test -short) in `make test`. It knows the program
// from outside: `paddock worker` says "ack NUMBER" after each sale that is safe,
// the next start and the proof judge.
package torture
