</div><div id="sidebar"><ul><?php wp_list_pages(); wp_list_categories(); ?></ul></div>
<div id="footer"><p><?php bloginfo('name'); ?> is proudly powered by WordPress</p></div></div><?php wp_footer(); ?></body></html>
