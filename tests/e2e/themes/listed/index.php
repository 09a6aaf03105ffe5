<?php get_header(); while (have_posts()): the_post(); ?>
<article id="post-<?php the_ID(); ?>" <?php post_class(); ?>><h2 class="entry-title"><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h2><div class="entry-summary"><?php the_excerpt(); ?></div></article>
<?php endwhile; the_posts_pagination(); get_footer();
