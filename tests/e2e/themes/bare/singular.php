<?php get_header(); while (have_posts()): the_post(); ?>
<div class="post" id="post-<?php the_ID(); ?>"><h2><?php the_title(); ?></h2><div class="entry"><?php the_content(); ?>
<?php wp_link_pages(['before' => '<p><strong>Pages:</strong> ', 'after' => '</p>']); ?>
<?php if (is_single()): ?><?php the_tags('<p>Tags: ', ', ', '</p>'); ?><p class="postmetadata alt"><small>This entry was posted by
<?php the_author_posts_link(); ?> on <?php the_time('l, F jS, Y'); ?> at <?php the_time(); ?> and is filed under <?php the_category(', '); ?>.</small></p><?php endif; ?>
</div></div><?php comments_template(); endwhile; get_footer();
