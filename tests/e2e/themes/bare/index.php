<?php get_header(); while (have_posts()): the_post(); ?>
<div class="post" id="post-<?php the_ID(); ?>"><h2><a href="<?php the_permalink(); ?>" rel="bookmark"><?php the_title(); ?></a></h2>
<small><?php the_date(); ?></small><div class="entry"><?php the_excerpt(); ?></div></div>
<?php endwhile; ?><div class="navigation"><?php posts_nav_link(); ?></div><?php get_footer();
