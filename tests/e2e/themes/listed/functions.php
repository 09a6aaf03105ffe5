<?php
add_theme_support('automatic-feed-links');
add_theme_support('title-tag');

function listed_comment($comment, $args, $depth)
{
    $GLOBALS['comment'] = $comment;
    if ($comment->comment_type !== 'comment') { ?>
<li id="comment-<?php comment_ID(); ?>" <?php comment_class(); ?>><p>Ping: <span><?php comment_author_link(); ?></span></p>
<?php return; } ?>
<li id="comment-<?php comment_ID(); ?>" class="comment-container"><article <?php comment_class('comment-body'); ?>><?php echo get_avatar($comment); ?>
<div class="comment-content"><div class="comment-author"><span class="comment-link"><?php comment_author_link(); ?></span>
<span class="comment-meta commentmetadata"><span class="comment-date"><?php comment_date(); ?> <?php comment_time(); ?></span>
<?php comment_reply_link(['depth' => $depth] + $args); ?></span></div><div class="comment-entry"><?php comment_text(); ?></div></div></article><?php
}
