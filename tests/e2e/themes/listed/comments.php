<?php if (post_password_required()) { return; } ?>
<section id="comments" class="comments-area"><?php if (have_comments()): ?><h3 class="comments-title">This post has <?php comments_number(); ?></h3>
<ol class="comment-list"><?php wp_list_comments(['callback' => 'listed_comment']); ?></ol><?php the_comments_navigation(); endif; comment_form(); ?></section>
