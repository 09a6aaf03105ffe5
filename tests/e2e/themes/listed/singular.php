<?php get_header(); while (have_posts()): the_post(); ?>
<article id="post-<?php the_ID(); ?>"><h2 class="single-post-title entry-title"><?php the_title(); ?></h2>
<?php if (is_single()): ?><ul class="meta"><li class="meta-author"><span class="screen-reader-text">Post author:</span><?php the_author_posts_link(); ?></li>
<li class="meta-date"><span class="screen-reader-text">Post published:</span><?php echo get_the_date(); ?></li>
<li class="meta-cat"><span class="screen-reader-text">Post category:</span><?php the_category(' / '); ?></li></ul><?php endif; ?>
<div class="entry-content"><?php the_content(); ?></div><div class="pagination_split"><?php wp_link_pages(); ?></div><?php the_tags('<div class="post-tags">', ', ', '</div>'); ?>
<section id="author-bio"><h3><?php the_author(); ?></h3><p>Has lived aboard for thirty years, and mends what others throw away.</p></section>
<section id="related-posts"><h3>You might also like</h3><?php foreach (get_posts(['numberposts' => 2]) as $other): ?>
<article class="related-post"><h3 class="related-post-title"><a href="<?php echo get_permalink($other); ?>"><?php echo get_the_title($other); ?></a></h3>
<time class="published" datetime="<?php echo get_the_date('c', $other); ?>"><?php echo get_the_date('', $other); ?></time></article><?php endforeach; ?></section>
</article><?php comments_template(); endwhile; get_footer();
