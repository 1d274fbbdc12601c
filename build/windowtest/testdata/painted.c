// Tells when a window can be used: the library says so on its standard output
// once the page holds what it waits for and has been painted with it. Loaded
// before WebKit's it does this for any program; compiled as one (-DBLANK) it is a
// window with nothing but that, the least a program in WebKit can be.
//
// Built and run by the window test, never part of the program.
#include <stdio.h>
#include <webkit2/webkit2.h>

static const char *look =
	"const look = () => document.querySelector('#app h1') && document.querySelector('footer kbd')"
	" ? requestAnimationFrame(() => requestAnimationFrame(() => webkit.messageHandlers.painted.postMessage('')))"
	" : requestAnimationFrame(look);"
	"look();";

static void painted(WebKitUserContentManager *manager, WebKitJavascriptResult *said, gpointer unused)
{
	puts("painted");
	fflush(stdout);
}

// Takes the place of WebKit's function of this name, the one Wails calls.
GtkWidget *webkit_web_view_new_with_user_content_manager(WebKitUserContentManager *manager)
{
	WebKitUserScript *script = webkit_user_script_new(look, WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
		WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_END, NULL, NULL);
	webkit_user_content_manager_add_script(manager, script);
	webkit_user_script_unref(script);
	g_signal_connect(manager, "script-message-received::painted", G_CALLBACK(painted), NULL);
	webkit_user_content_manager_register_script_message_handler(manager, "painted");
	return GTK_WIDGET(g_object_new(WEBKIT_TYPE_WEB_VIEW, "user-content-manager", manager, NULL));
}

#ifdef BLANK
int main(int count, char **words)
{
	gtk_init(&count, &words);
	GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	GtkWidget *view = webkit_web_view_new_with_user_content_manager(webkit_user_content_manager_new());
	gtk_window_set_default_size(GTK_WINDOW(window), 1280, 800);
	gtk_container_add(GTK_CONTAINER(window), view);
	gtk_widget_show_all(window);
	webkit_web_view_load_html(WEBKIT_WEB_VIEW(view), "<div id=app><h1>ok</h1></div><footer><kbd>F1</kbd></footer>", "about:blank");
	gtk_main();
	return 0;
}
#endif
