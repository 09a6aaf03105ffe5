<?php if (post_password_required()): ?><p class="nocomments">This post is password protected.</p><?php return; endif;
if (have_comments()): ?><h3 id="comments"><?php comments_number(); ?> to &#8220;<?php the_title(); ?>&#8221;</h3>
<ol class="commentlist"><?php wp_list_comments(['callback' => 'bare_comment']); ?></ol>
<div class="navigation"><?php previous_comments_link(); next_comments_link(); ?></div><?php endif; comment_form();
