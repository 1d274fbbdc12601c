// Asks a window to close, as the cross in its frame does (ICCCM, section 4.2.8.1):
// close WINDOW.
#include <X11/Xlib.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  Display *display = argc == 2 ? XOpenDisplay(NULL) : NULL;
  if (!display) return 1;
  XEvent event = {.xclient = {
    .type = ClientMessage,
    .window = strtoul(argv[1], NULL, 0),
    .message_type = XInternAtom(display, "WM_PROTOCOLS", False),
    .format = 32,
    .data.l = {XInternAtom(display, "WM_DELETE_WINDOW", False), CurrentTime},
  }};
  XSendEvent(display, event.xclient.window, False, NoEventMask, &event);
  XCloseDisplay(display);
  return 0;
}
