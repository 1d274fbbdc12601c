// Package torture breaks the disk under the selling program and then asks
// whether anything it had acknowledged was lost (PERFORMANCE, R1 and R3). It
// runs with the tag "torture", which `make torture` sets, and knows the program
// only from outside: `paddock worker` says "ack NUMBER" after each sale that is
// safe, `paddock verify` judges.
package torture
