<?php
// Installs WordPress and fills it from a JSON file: php install.php CONFIGURED_ROOT CONTENT.json
define('WP_INSTALLING', true);
[, $root, $content] = $argv;
$_SERVER['HTTP_HOST'] = parse_url(getenv('BLOG_URL'), PHP_URL_HOST) . ':' . parse_url(getenv('BLOG_URL'), PHP_URL_PORT);
require "$root/wp-load.php";
require ABSPATH . 'wp-admin/includes/upgrade.php';
$blog = json_decode(file_get_contents($content), true, 512, JSON_THROW_ON_ERROR);
wp_install($blog['title'], 'keeper', 'keeper@blog.example', true, '', 'a password nobody needs');
foreach ($blog['options'] as $name => $value) {
    update_option($name, $value);
}
global $wp_rewrite, $wpdb;
$wp_rewrite->set_permalink_structure($blog['permalinks']);
$wp_rewrite->flush_rules(false);
// What a new WordPress says by itself is not part of the test.
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $post) {
    wp_delete_post($post->ID, true);
}
$users = [];
foreach ($blog['authors'] as $author) {
    $users[$author['login']] = wp_insert_user(['user_login' => $author['login'], 'user_pass' => wp_generate_password(),
        'display_name' => $author['name'], 'role' => 'author', 'user_url' => $author['url']]);
}
$terms = [];
foreach ($blog['categories'] as $name) {
    $made = wp_insert_term($name, 'category');
    $terms[$name] = is_wp_error($made) ? get_cat_ID($name) : $made['term_id'];
}
foreach ($blog['posts'] as $post) {
    $id = wp_insert_post(['post_title' => $post['title'], 'post_content' => $post['content'], 'post_status' => $post['status'],
        'post_type' => $post['type'], 'post_author' => $users[$post['author']], 'post_date' => $post['date'],
        'post_date_gmt' => get_gmt_from_date($post['date']), 'post_password' => $post['password'] ?? '',
        'comment_status' => 'open', 'ping_status' => 'open',
        'post_category' => array_map(fn($name) => $terms[$name], $post['categories']), 'tags_input' => $post['tags']], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message());
        exit(1);
    }
    $made = [];
    foreach ($post['comments'] as $comment) {
        $made[] = wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => $comment['author'],
            'comment_author_email' => 'reader@blog.example', 'comment_author_url' => $comment['url'],
            'comment_content' => $comment['content'], 'comment_type' => $comment['type'],
            'comment_parent' => is_null($comment['parent']) ? 0 : $made[$comment['parent']],
            'comment_approved' => $comment['approved'], 'comment_date' => $comment['date'],
            'comment_date_gmt' => get_gmt_from_date($comment['date']),
            'user_id' => isset($comment['login']) ? $users[$comment['login']] : 0]);
    }
}
