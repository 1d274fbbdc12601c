// Package mail reads the club's mailbox and says what a mail is about, and composes
// and hands in what the club sends.
//
// It knows IMAP, SMTP and MIME, and no household, no database and no screen: what was
// read is handed to a Keeper, whom it asks how far it had come, and what to send is
// handed to it. Whatever a mail contains is the work of a stranger: it is bounded,
// made into plain text, never followed and never believed.
package mail
