<?php
add_theme_support('automatic-feed-links');

function bare_comment($comment, $args, $depth)
{
    $GLOBALS['comment'] = $comment;
    $class = $comment->comment_type === 'comment' ? '' : " class=\"$comment->comment_type\""; ?>
<li<?php echo $class; ?> id="comment-<?php comment_ID(); ?>"><cite><?php comment_author_link(); ?></cite> Says:<br />
<small class="commentmetadata"><a href="#comment-<?php comment_ID(); ?>"><?php comment_date(); ?> at <?php comment_time(); ?></a></small>
<?php comment_text();
}
