</main><footer><?php wp_tag_cloud(); ?><p>Made by hand with WordPress</p></footer><?php wp_footer(); ?></body></html>
